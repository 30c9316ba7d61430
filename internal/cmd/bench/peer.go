package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// peerSubjects are the general providers that people use where there is none for Asana, by their
// names in the flag -peer.
func peerSubjects() map[string]subject {
	return map[string]subject{
		"restapi": {name: "restapi_object", provider: "mastercard/restapi", config: restapi, isPeer: true, hasLatency: true},
		"restful": {name: "restful_resource", provider: "magodo/restful", config: restful, isPeer: true, hasLatency: true},
	}
}

// peerFlag collects the binaries of peers, which are given as NAME=PATH.
type peerFlag map[string]string

func (f peerFlag) String() string { return "" }

func (f peerFlag) Set(value string) error {
	name, path, _ := strings.Cut(value, "=")
	if _, known := peerSubjects()[name]; !known || path == "" {
		return fmt.Errorf("%q is not NAME=PATH with one of the names %s", value, strings.Join(slices.Sorted(maps.Keys(peerSubjects())), ", "))
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	f[name] = absolute
	return nil
}

// subjects are the peers that were given, in the order of their names.
func (f peerFlag) subjects() []subject {
	var all []subject
	for _, name := range slices.Sorted(maps.Keys(f)) {
		all = append(all, peerSubjects()[name])
	}
	return all
}

// restapi ignores what Asana answers otherwise than it was asked, such as the resource, which
// is an object there.
func restapi(a *api, n int) string {
	return fmt.Sprintf(`terraform {
  required_providers {
    restapi = {
      source = "mastercard/restapi"
    }
  }
}

provider "restapi" {
  uri                   = %q
  bearer_token          = %q
  create_returns_object = true
  id_attribute          = "data/gid"
}

resource "restapi_object" "test" {
  count                     = %d
  path                      = "/webhooks"
  ignore_all_server_changes = true
  data = jsonencode({
    data = {
      resource = %q
      target   = "https://hooks.example.com/${count.index}"
    }
  })
}
`, a.url, a.sim.Token(), n, a.project)
}

func restful(a *api, n int) string {
	return fmt.Sprintf(`terraform {
  required_providers {
    restful = {
      source = "magodo/restful"
    }
  }
}

provider "restful" {
  base_url = %q
  security = {
    http = {
      token = {
        token = %q
      }
    }
  }
}

resource "restful_resource" "test" {
  count     = %d
  path      = "/webhooks"
  read_path = "$(path)/$(body.data.gid)"
  body = {
    data = {
      resource = %q
      target   = "https://hooks.example.com/${count.index}"
    }
  }
  read_response_template = jsonencode({
    data = {
      resource = "$(body.data.resource.gid)"
      target   = "$(body.data.target)"
    }
  })
}
`, a.url, a.sim.Token(), n, a.project)
}
