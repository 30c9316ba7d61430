// Package memnet is a network in memory for tests: its listeners and
// connections open no socket, so that they work in a bubble of testing/synctest,
// whose time they never hold up.
package memnet

import (
	"context"
	"fmt"
	"net"
	"os"
	"sync"
	"syscall"
)

// Network has listeners and names. The zero value has none.
type Network struct {
	mu        sync.Mutex
	listeners map[string]*listener
	names     map[string][]string
}

// SetName gives a host addresses. An address needs no name: it is its own.
func (n *Network) SetName(host string, addresses ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.names == nil {
		n.names = make(map[string][]string)
	}
	n.names[host] = addresses
}

// LookupHost returns the addresses of a host, as [net.Resolver.LookupHost] does.
func (n *Network) LookupHost(ctx context.Context, host string) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if net.ParseIP(host) != nil {
		return []string{host}, nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if addresses, ok := n.names[host]; ok {
		return addresses, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

// Listen returns a listener for an address of the form host:port, which dialers
// have to write in the same way. It panics if the address is in use.
func (n *Network) Listen(address string) net.Listener {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.listeners[address] != nil {
		panic(fmt.Sprintf("memnet: address %s is in use", address))
	}
	if n.listeners == nil {
		n.listeners = make(map[string]*listener)
	}
	l := &listener{network: n, address: address, conns: make(chan net.Conn), closed: make(chan struct{})}
	n.listeners[address] = l
	return l
}

// DialContext connects to a listener, as [net.Dialer.DialContext] does. Where
// nothing listens, the connection is refused. It returns when the connection is
// accepted, or ctx ends.
func (n *Network) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	fail := func(err error) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: network, Addr: addr(address), Err: err}
	}
	n.mu.Lock()
	l := n.listeners[address]
	n.mu.Unlock()
	if l == nil {
		return fail(os.NewSyscallError("connect", syscall.ECONNREFUSED))
	}
	near, far := pipe(address)
	select {
	case l.conns <- far:
		return near, nil
	case <-l.closed:
		return fail(os.NewSyscallError("connect", syscall.ECONNREFUSED))
	case <-ctx.Done():
		return fail(ctx.Err())
	}
}
