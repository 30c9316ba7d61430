package main

import (
	"context"
	"io"
	"log"
	"net/http"
	"sync"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// simulator is a simulated Asana that can start over: with the same token and
// the same objects, and without anything that happened since.
type simulator struct {
	config config
	logger *log.Logger

	resetMu sync.Mutex // one reset at a time

	mu     sync.RWMutex
	server *asanatest.Server
	token  string
	seeded firstGIDs
}

func newSimulator(c config, logWriter io.Writer) (*simulator, error) {
	s := &simulator{config: c, logger: log.New(logWriter, "", 0)}
	if err := s.reset(); err != nil {
		return nil, err
	}
	s.token = s.current().Token()
	return s, nil
}

// reset starts over.
func (s *simulator) reset() error {
	s.resetMu.Lock()
	defer s.resetMu.Unlock()
	opts := s.config.options()
	opts.Token, opts.Log = s.token, s.log
	server := asanatest.New(opts)
	var first firstGIDs
	var err error
	if s.config.seed != "" {
		first, err = seedFromFile(server, s.config.seed)
	} else {
		first = seedSample(server)
	}
	if err == nil {
		err = first.addProjects(server, s.config.projects)
	}
	if err != nil {
		server.Close()
		return err
	}
	first.recordUser(server)
	s.close()
	s.mu.Lock()
	s.server, s.seeded = server, first
	s.mu.Unlock()
	go server.Run(context.Background()) // until it is closed
	return nil
}

// current returns the server of the present start.
func (s *simulator) current() *asanatest.Server {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.server
}

// ServeHTTP serves the API.
func (s *simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.current().ServeHTTP(w, r) }

// close ends what is under way.
func (s *simulator) close() {
	if server := s.current(); server != nil {
		server.Close()
	}
}

// log writes a line with the simulator's own time, which may be ahead.
func (s *simulator) log(line string) {
	now := time.Now()
	if server := s.current(); server != nil {
		now = server.Now()
	}
	s.logger.Print(now.Local().Format(time.TimeOnly), " ", line)
}
