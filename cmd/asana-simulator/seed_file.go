package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// objectHeader is what every object of a seed file has. A gid is made up where
// there is none.
type objectHeader struct {
	GID  string `json:"gid"`
	Name string `json:"name"`
}

// seedContent is a seed file. An object refers to another by its gid or its
// name. Where there is one workspace only, nothing has to refer to it.
type seedContent struct {
	Workspaces []objectHeader `json:"workspaces"`
	Users      []struct {
		objectHeader
		Email      string   `json:"email"`
		Workspaces []string `json:"workspaces"`
	} `json:"users"`
	Teams []struct {
		objectHeader
		Workspace string   `json:"workspace"`
		Members   []string `json:"members"`
	} `json:"teams"`
	Projects []struct {
		objectHeader
		Workspace string `json:"workspace"`
		Team      string `json:"team"`
		Archived  bool   `json:"archived"`
	} `json:"projects"`
	Sections []struct {
		objectHeader
		Project string `json:"project"`
	} `json:"sections"`
	Portfolios []struct {
		objectHeader
		Workspace string   `json:"workspace"`
		Owner     string   `json:"owner"`
		Items     []string `json:"items"`
	} `json:"portfolios"`
	Tags []struct {
		objectHeader
		Workspace string `json:"workspace"`
	} `json:"tags"`
	Tasks []struct {
		objectHeader
		Project  string   `json:"project"`
		Section  string   `json:"section"`
		Tags     []string `json:"tags"`
		Assignee string   `json:"assignee"`
	} `json:"tasks"`
}

// seedFromFile fills a server from a file.
func seedFromFile(sim *asanatest.Server, path string) (firstGIDs, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var content seedContent
	if err := decoder.Decode(&content); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s := newSeeder(sim)
	s.addAll(content)
	if s.err != nil {
		return nil, fmt.Errorf("%s: %w", path, s.err)
	}
	return s.first, nil
}

// addAll adds everything, what others refer to first.
func (s *seeder) addAll(content seedContent) {
	for _, o := range content.Workspaces {
		s.startObject("workspace", o)
		s.add(asanatest.Object{})
	}
	for _, o := range content.Users {
		s.startObject("user", o.objectHeader)
		s.add(asanatest.Object{Email: o.Email, Workspaces: s.workspaces(o.Workspaces)})
	}
	for _, o := range content.Teams {
		s.startObject("team", o.objectHeader)
		team := s.add(asanatest.Object{Parent: s.workspace(o.Workspace)})
		for _, member := range o.Members {
			s.addTeamMember(team, s.find("user", member))
		}
	}
	for _, o := range content.Projects {
		s.startObject("project", o.objectHeader)
		parent := s.find("team", o.Team)
		if o.Team == "" {
			parent = s.workspace(o.Workspace)
		}
		s.add(asanatest.Object{Parent: parent, Archived: o.Archived})
	}
	for _, o := range content.Sections {
		s.startObject("section", o.objectHeader)
		s.add(asanatest.Object{Parent: s.findRequired("project", o.Project)})
	}
	for _, o := range content.Tags {
		s.startObject("tag", o.objectHeader)
		s.add(asanatest.Object{Parent: s.workspace(o.Workspace)})
	}
	for _, o := range content.Tasks {
		s.startObject("task", o.objectHeader)
		s.placeTask(s.add(asanatest.Object{Parent: s.findRequired("project", o.Project)}), o.Section, o.Tags, o.Assignee)
	}
	var portfolios []string
	for _, o := range content.Portfolios {
		s.startObject("portfolio", o.objectHeader)
		portfolios = append(portfolios, s.add(asanatest.Object{Parent: s.workspace(o.Workspace), User: s.find("user", o.Owner)}))
	}
	for i, o := range content.Portfolios { // which may be in each other
		s.startObject("portfolio", o.objectHeader)
		s.addPortfolioItems(portfolios[i], o.Items)
	}
}
