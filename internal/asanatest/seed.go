package asanatest

import (
	"cmp"
	"fmt"
	"slices"
)

// Object is what a server knows besides webhooks: users, workspaces and what is
// in them.
type Object struct {
	GID        string   // a new one by default
	Type       string   // as resource_type names it
	Name       string   // of a comment, its text
	Email      string   // of a user
	Parent     string   // gid of what it is in; none for users and workspaces
	Workspaces []string // gids, of a user
	User       string   // gid of a membership's member, or of the owner of a task list, a portfolio or a goal; the last two have the default user by default
	Archived   bool     // of a project
}

// parentKinds are the kinds of object that each kind may be in. Users and
// workspaces are in nothing.
var parentKinds = map[string][]string{
	kindUser:                nil,
	kindWorkspace:           nil,
	kindTeam:                {kindWorkspace},
	kindProject:             {kindWorkspace, kindTeam},
	kindPortfolio:           {kindWorkspace},
	kindSection:             {kindProject},
	kindTag:                 {kindWorkspace},
	kindGoal:                {kindWorkspace, kindTeam},
	kindUserTaskList:        {kindWorkspace},
	kindTask:                {kindProject, kindTask, kindUserTaskList},
	kindStory:               {kindTask},
	kindTeamMembership:      {kindTeam},
	kindWorkspaceMembership: {kindWorkspace},
}

// subtypes are the resource_subtype of the kinds that have one.
var subtypes = map[string]string{kindTask: "default_task", kindStory: "comment_added"}

// Add adds an object and returns its gid. The default user becomes a member of
// each workspace, and the user of a membership one of its workspace.
func (s *Server) Add(o Object) (gid string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(o)
}

// add is Add for callers that hold s.mu.
func (s *Server) add(o Object) (gid string, err error) {
	if err := s.checkObject(o); err != nil {
		return "", err
	}
	if o.GID == "" {
		o.GID = s.nextGID()
	}
	added := &object{
		gid: o.GID, kind: o.Type, subtype: subtypes[o.Type], name: o.Name, email: o.Email,
		parent: o.Parent, user: o.User, archived: o.Archived, createdAt: s.nowLocked(),
	}
	switch {
	case o.Type == kindWorkspace:
		added.workspaces = []string{o.GID}
		s.join(s.me, o.GID)
	case o.Type == kindUser:
		added.workspaces = slices.Clone(o.Workspaces)
	default:
		added.workspaces = slices.Clone(s.objects[o.Parent].workspaces)
	}
	switch o.Type {
	case kindPortfolio, kindGoal:
		added.user = cmp.Or(o.User, s.me)
	case kindTeamMembership, kindWorkspaceMembership:
		s.join(o.User, added.workspaces[0])
	}
	s.objects[o.GID] = added
	return o.GID, nil
}

// checkObject says what is wrong with an object to be added. The caller holds
// s.mu.
func (s *Server) checkObject(o Object) error {
	parents, known := parentKinds[o.Type]
	_, taken := s.objects[o.GID]
	switch {
	case !known:
		return fmt.Errorf("no object can have the type %q", o.Type)
	case o.GID != "" && !isGID(o.GID):
		return fmt.Errorf("%q is not a gid", o.GID)
	case taken:
		return fmt.Errorf("an object with gid %q exists already", o.GID)
	case len(parents) > 0:
		if _, err := s.findObject(o.Parent, parents...); err != nil {
			return err
		}
	case o.Parent != "":
		return fmt.Errorf("a %s can't be in anything", o.Type)
	}
	for _, gid := range o.Workspaces {
		if _, err := s.findObject(gid, kindWorkspace); err != nil {
			return err
		}
	}
	needsUser := []string{kindTeamMembership, kindWorkspaceMembership, kindUserTaskList}
	if o.User == "" && !slices.Contains(needsUser, o.Type) {
		return nil
	}
	_, err := s.findObject(o.User, kindUser)
	return err
}

// join makes a user a member of a workspace. The caller holds s.mu.
func (s *Server) join(user, workspace string) {
	if o, ok := s.objects[user]; ok && !slices.Contains(o.workspaces, workspace) {
		o.workspaces = append(o.workspaces, workspace)
	}
}

// Objects returns all objects by gid.
func (s *Server) Objects() []Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []Object{}
	for kind := range parentKinds {
		for _, o := range s.sortedObjects(kind) {
			all = append(all, o.snapshot())
		}
	}
	slices.SortFunc(all, func(a, b Object) int { return compareGIDs(a.GID, b.GID) })
	return all
}

func (o *object) snapshot() Object {
	shown := Object{
		GID: o.gid, Type: o.kind, Name: o.name, Email: o.email,
		Parent: o.parent, User: o.user, Archived: o.archived,
	}
	if o.kind == kindUser {
		shown.Workspaces = slices.Clone(o.workspaces)
	}
	return shown
}

// findObject returns an object of one of the kinds; of any, when none is named.
// The caller holds s.mu.
func (s *Server) findObject(gid string, kinds ...string) (*object, error) {
	o, ok := s.objects[gid]
	if !ok || len(kinds) > 0 && !slices.Contains(kinds, o.kind) {
		return nil, fmt.Errorf("no %v with gid %q has been seeded", kinds, gid)
	}
	return o, nil
}

// mustFindObject is findObject for an object that a test says exists. A test that
// names another one is wrong, and a panic here says so sooner than a 404 later.
func (s *Server) mustFindObject(gid string, kinds ...string) *object {
	o, err := s.findObject(gid, kinds...)
	if err != nil {
		panic("asanatest: " + err.Error())
	}
	return o
}

// mustAdd is Add for tests.
func (s *Server) mustAdd(o Object) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mustAddLocked(o)
}

// mustAddLocked is mustAdd for callers that hold s.mu.
func (s *Server) mustAddLocked(o Object) string {
	gid, err := s.add(o)
	if err != nil {
		panic("asanatest: " + err.Error())
	}
	return gid
}
