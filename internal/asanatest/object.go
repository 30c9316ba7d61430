package asanatest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kinds of objects, as resource_type names them.
const (
	kindUser                = "user"
	kindWorkspace           = "workspace"
	kindTeam                = "team"
	kindProject             = "project"
	kindPortfolio           = "portfolio"
	kindTask                = "task"
	kindStory               = "story"
	kindSection             = "section"
	kindTag                 = "tag"
	kindGoal                = "goal"
	kindUserTaskList        = "user_task_list"
	kindTeamMembership      = "team_membership"
	kindWorkspaceMembership = "workspace_membership"
	kindWebhook             = "webhook"
)

// object is anything seeded: users, workspaces and what hangs below them.
type object struct {
	gid, kind, subtype string
	name, email        string
	parent             string   // gid of what it hangs below; events bubble along it
	containers         []string // what else gets its events: portfolios, sections, tags, task lists
	workspaces         []string // of a user: all; of anything else: the one
	user               string   // owner of a portfolio, a goal or a task list; of a membership, its member
	archived           bool
	createdAt          time.Time
	hidden             bool
}

// nextGID returns a new gid of Asana's usual 16 digits. They grow, so that
// order by gid is order of creation, and are the same for each server.
func (s *Server) nextGID() string {
	const first, step = 1208000000000000, 7919
	if s.lastGID == 0 {
		s.lastGID = first
	}
	s.lastGID += step
	return strconv.FormatInt(s.lastGID, 10)
}

// isGID says whether text has the form of a gid.
func isGID(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// compareGIDs orders gids as the numbers that they are.
func compareGIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// sortedObjects returns the objects of some kinds by gid. The caller holds s.mu.
func (s *Server) sortedObjects(kinds ...string) []*object {
	var found []*object
	for _, o := range s.objects {
		if slices.Contains(kinds, o.kind) {
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b *object) int { return compareGIDs(a.gid, b.gid) })
	return found
}

// visible says whether a user may see o: nothing hidden, and only what is in a
// workspace of theirs. The caller holds s.mu.
func (s *Server) visible(o *object, user string) bool {
	if o.hidden {
		return false
	}
	if o.gid == user {
		return true
	}
	viewer, ok := s.objects[user]
	if !ok {
		return false
	}
	if o.kind == kindWorkspace {
		return slices.Contains(viewer.workspaces, o.gid)
	}
	return slices.ContainsFunc(o.workspaces, func(gid string) bool {
		return slices.Contains(viewer.workspaces, gid)
	})
}

// findVisible looks up the object that a request names in field, for a user: not a
// gid, unknown and not visible, in this order. Kinds limits what counts as
// known; none means any. The caller holds s.mu.
func (s *Server) findVisible(field, gid, user string, kinds ...string) (*object, error) {
	if !isGID(gid) {
		return nil, errNotAnID(field, gid)
	}
	o, ok := s.objects[gid]
	if !ok || len(kinds) > 0 && !slices.Contains(kinds, o.kind) {
		return nil, errUnknown(field, gid)
	}
	if !s.visible(o, user) {
		return nil, errNoAccess(o.kind)
	}
	return o, nil
}
