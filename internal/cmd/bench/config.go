package main

import "fmt"

func webhooks(a *api, n int) string {
	return fmt.Sprintf(`terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
  }
}

provider "asana" {
  token     = %q
  base_url  = %q
  workspace = %q
}

resource "asana_webhook" "test" {
  count    = %d
  resource = %q
  target   = "https://hooks.example.com/${count.index}"
}
`, a.sim.Token(), a.url, a.workspace, n, a.project)
}

func floor(a *api, n int) string {
	return fmt.Sprintf(`terraform {
  required_providers {
    floor = {
      source = "bench/floor"
    }
  }
}

resource "floor_webhook" "test" {
  count    = %d
  resource = %q
  target   = "https://hooks.example.com/${count.index}"
}
`, n, a.project)
}
