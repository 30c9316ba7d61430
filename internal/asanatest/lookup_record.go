package asanatest

// The records of sections, tags, goals and task lists, with some of the fields
// that Asana's have.

type sectionJSON struct {
	compactJSON
	CreatedAt jsonTime     `json:"created_at"`
	Project   *compactJSON `json:"project"`
}

type tagJSON struct {
	compactJSON
	Color        *string       `json:"color"`
	Notes        string        `json:"notes"`
	CreatedAt    jsonTime      `json:"created_at"`
	Followers    []compactJSON `json:"followers"`
	PermalinkURL string        `json:"permalink_url"`
	Workspace    *compactJSON  `json:"workspace"`
}

type goalJSON struct {
	compactJSON
	IsWorkspaceLevel bool         `json:"is_workspace_level"`
	DueOn            *string      `json:"due_on"`
	Owner            *compactJSON `json:"owner"`
	Team             *compactJSON `json:"team,omitempty"`
	Workspace        *compactJSON `json:"workspace"`
}

type userTaskListJSON struct {
	compactJSON
	Owner     *compactJSON `json:"owner"`
	Workspace *compactJSON `json:"workspace"`
}

func wireSection(s *Server, o *object) any {
	return sectionJSON{compactJSON: s.compactRecord(o.gid), CreatedAt: jsonTime(o.createdAt), Project: s.parentOf(o, kindProject)}
}

// wireTag has a permalink_url of the form in the documentation's example.
func wireTag(s *Server, o *object) any {
	return tagJSON{
		compactJSON: s.compactRecord(o.gid), CreatedAt: jsonTime(o.createdAt), Followers: []compactJSON{},
		PermalinkURL: "https://app.asana.com/0/" + o.gid + "/list", Workspace: s.workspaceOf(o),
	}
}

func wireGoal(s *Server, o *object) any {
	team := s.parentOf(o, kindTeam)
	return goalJSON{
		compactJSON: s.compactRecord(o.gid), IsWorkspaceLevel: team == nil,
		Owner: s.userOf(o), Team: team, Workspace: s.workspaceOf(o),
	}
}

func wireUserTaskList(s *Server, o *object) any {
	return userTaskListJSON{compactJSON: s.compactRecord(o.gid), Owner: s.userOf(o), Workspace: s.workspaceOf(o)}
}

// userOf returns the owner of o.
func (s *Server) userOf(o *object) *compactJSON {
	c := s.compactRecord(o.user)
	return &c
}
