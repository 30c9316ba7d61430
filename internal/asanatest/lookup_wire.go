package asanatest

// The records of the objects that can be looked up: those of their fields that
// somebody who looks for a gid may want to see. Asana has more. Where there is
// no team or parent the field is left out, since Asana's OpenAPI document does
// not let it be null.

type workspaceJSON struct {
	compactJSON
	IsOrganization bool     `json:"is_organization"`
	EmailDomains   []string `json:"email_domains"`
}

type projectJSON struct {
	compactJSON
	Archived     bool         `json:"archived"`
	CreatedAt    jsonTime     `json:"created_at"`
	PermalinkURL string       `json:"permalink_url"`
	Team         *compactJSON `json:"team,omitempty"`
	Workspace    *compactJSON `json:"workspace"`
}

type userJSON struct {
	compactJSON
	Email      string        `json:"email"`
	Photo      *struct{}     `json:"photo"`
	Workspaces []compactJSON `json:"workspaces"`
}

type teamJSON struct {
	compactJSON
	Organization *compactJSON `json:"organization"`
	PermalinkURL string       `json:"permalink_url"`
}

type portfolioJSON struct {
	compactJSON
	CreatedAt    jsonTime     `json:"created_at"`
	PermalinkURL string       `json:"permalink_url"`
	Owner        *compactJSON `json:"owner"`
	Workspace    *compactJSON `json:"workspace"`
}

type taskJSON struct {
	compactJSON
	ResourceSubtype string        `json:"resource_subtype"`
	Completed       bool          `json:"completed"`
	CreatedAt       jsonTime      `json:"created_at"`
	PermalinkURL    string        `json:"permalink_url"`
	Parent          *compactJSON  `json:"parent,omitempty"`
	Projects        []compactJSON `json:"projects"`
	Workspace       *compactJSON  `json:"workspace"`
}

func wireWorkspace(s *Server, o *object) any {
	return workspaceJSON{compactJSON: s.compactRecord(o.gid), IsOrganization: true, EmailDomains: []string{"example.com"}}
}

func wireProject(s *Server, o *object) any {
	return projectJSON{
		compactJSON: s.compactRecord(o.gid), Archived: o.archived, CreatedAt: jsonTime(o.createdAt), PermalinkURL: permalink(o),
		Team: s.parentOf(o, kindTeam), Workspace: s.workspaceOf(o),
	}
}

func wireUser(s *Server, o *object) any {
	j := userJSON{compactJSON: s.compactRecord(o.gid), Email: o.email, Workspaces: []compactJSON{}}
	for _, gid := range o.workspaces {
		j.Workspaces = append(j.Workspaces, s.compactRecord(gid))
	}
	return j
}

func wireTeam(s *Server, o *object) any {
	return teamJSON{compactJSON: s.compactRecord(o.gid), Organization: s.workspaceOf(o), PermalinkURL: permalink(o)}
}

func wirePortfolio(s *Server, o *object) any {
	return portfolioJSON{
		compactJSON: s.compactRecord(o.gid), CreatedAt: jsonTime(o.createdAt), PermalinkURL: permalink(o),
		Owner: s.userOf(o), Workspace: s.workspaceOf(o),
	}
}

func wireTask(s *Server, o *object) any {
	j := taskJSON{
		compactJSON: s.compactRecord(o.gid), ResourceSubtype: o.subtype, CreatedAt: jsonTime(o.createdAt),
		PermalinkURL: permalink(o), Parent: s.parentOf(o, kindTask), Projects: []compactJSON{}, Workspace: s.workspaceOf(o),
	}
	if project := s.parentOf(o, kindProject); project != nil {
		j.Projects = append(j.Projects, *project)
	}
	return j
}

// parentOf returns what o hangs below, if it is of that kind.
func (s *Server) parentOf(o *object, kind string) *compactJSON {
	if parent, ok := s.objects[o.parent]; !ok || parent.kind != kind {
		return nil
	}
	c := s.compactRecord(o.parent)
	return &c
}

func (s *Server) workspaceOf(o *object) *compactJSON {
	if len(o.workspaces) == 0 {
		return nil
	}
	c := s.compactRecord(o.workspaces[0])
	return &c
}

func permalink(o *object) string {
	return "https://app.asana.com/1/" + o.workspaces[0] + "/" + o.kind + "/" + o.gid
}
