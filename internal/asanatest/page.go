package asanatest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// offsetLifetime is how long an offset token is good for. Asana only says that they
// expire; the time is our choice.
const offsetLifetime = 15 * time.Minute

// maxUnpaged is how many records a list brings without limit: about 1,000 are
// documented.
const maxUnpaged = 1000

// offset is what an offset token stands for: the place after a gid in one list
// of one user and app. A gid stays a place, whatever is added or deleted.
type offset struct {
	listKey string
	after   string
	expires time.Time
}

// nextPageJSON says where the next page is.
type nextPageJSON struct {
	Offset string `json:"offset"`
	Path   string `json:"path"`
	URI    string `json:"uri"`
}

// listRecord is a record of a list: its place and what is shown of it, which is
// made only for the records of the page that is asked for.
type listRecord struct {
	gid    string
	encode func() any
}

// page answers a list with records, which are in order of gid, as far as limit
// and offset ask for them. Without limit there is no next_page at all, with it
// next_page is null on the last page. The caller holds s.mu.
func (s *Server) page(c *call, records []listRecord) (response, error) {
	limit, err := pageLimit(c.query)
	if err != nil {
		return response{}, err
	}
	after, err := s.pageStart(c)
	if err != nil {
		return response{}, err
	}
	if after != "" {
		first := slices.IndexFunc(records, func(r listRecord) bool { return compareGIDs(r.gid, after) > 0 })
		if first < 0 {
			first = len(records)
		}
		records = records[first:]
	}
	if limit == 0 {
		if len(records) > maxUnpaged {
			return response{}, refuse(http.StatusBadRequest, "The result is too large. You should use pagination.")
		}
		return dataResponse(http.StatusOK, encodeRecords(records)), nil
	}
	var next *nextPageJSON
	if len(records) > limit {
		records = records[:limit]
		next = s.nextPage(c, records[limit-1].gid)
	}
	if c.fault.RepeatOffset && c.query.Has("offset") {
		next = nextPageOf(c, c.query.Get("offset"))
	}
	return jsonResponse(http.StatusOK, struct {
		Data     []any         `json:"data"`
		NextPage *nextPageJSON `json:"next_page"`
	}{encodeRecords(records), next}), nil
}

func encodeRecords(records []listRecord) []any {
	list := []any{}
	for _, r := range records {
		list = append(list, r.encode())
	}
	return list
}

// pageLimit reads limit, 0 if there is none.
func pageLimit(query url.Values) (int, error) {
	if !query.Has("limit") {
		return 0, nil
	}
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil || limit < 1 || limit > 100 {
		return 0, errInvalid("limit", "Must be between 1 and 100")
	}
	return limit, nil
}

// pageStart reads offset and returns the gid after which to go on.
func (s *Server) pageStart(c *call) (string, error) {
	if !c.query.Has("offset") {
		return "", nil
	}
	o, ok := s.offsets[c.query.Get("offset")]
	if !ok || o.listKey != listKey(c) {
		return "", errInvalid("offset", "Your pagination token is invalid.")
	}
	if s.nowLocked().After(o.expires) {
		return "", errInvalid("offset", "Your pagination token has expired.")
	}
	return o.after, nil
}

// nextPage makes an offset token for the place after gid.
func (s *Server) nextPage(c *call, gid string) *nextPageJSON {
	token := strings.Join([]string{randomHex(12), randomHex(24), randomHex(16)}, ".")
	s.offsets[token] = offset{listKey: listKey(c), after: gid, expires: s.nowLocked().Add(offsetLifetime)}
	return nextPageOf(c, token)
}

// nextPageOf says where the page at an offset token is.
func nextPageOf(c *call, token string) *nextPageJSON {
	query := url.Values(http.Header(c.query).Clone())
	query.Set("offset", token)
	path := strings.TrimPrefix(c.path, basePath) + "?" + query.Encode()
	return &nextPageJSON{Offset: token, Path: path, URI: c.origin + basePath + path}
}

// listKey identifies a list: path, filters and who asks. A token of
// one list is worthless in another; limit and fields may change on the way.
func listKey(c *call) string {
	query := url.Values(http.Header(c.query).Clone())
	for _, name := range []string{"limit", "offset", "opt_fields", "opt_pretty"} {
		query.Del(name)
	}
	return strings.Join([]string{c.path, query.Encode(), c.user, c.app}, " ")
}
