package handshake

import (
	"context"
	"net"
	"time"
)

// Network is how targets are reached. The zero value is this machine's network.
type Network struct {
	// LookupHost resolves a host; nil stands for this machine's resolver.
	LookupHost func(ctx context.Context, host string) ([]string, error)
	// DialContext connects to an address; nil stands for a [net.Dialer].
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)
}

// CheckConnectivity is [Network.CheckConnectivity] on this machine's network.
func CheckConnectivity(ctx context.Context, target string) []string {
	return Network{}.CheckConnectivity(ctx, target)
}

// Probe is [Network.Probe] on this machine's network.
func Probe(ctx context.Context, target string, limit time.Duration, progress func(string)) error {
	return Network{}.Probe(ctx, target, limit, progress)
}

func (n Network) lookupHost(ctx context.Context, host string) ([]string, error) {
	if n.LookupHost != nil {
		return n.LookupHost(ctx, host)
	}
	return net.DefaultResolver.LookupHost(ctx, host)
}

func (n Network) dial(ctx context.Context, address string) (net.Conn, error) {
	if n.DialContext != nil {
		return n.DialContext(ctx, "tcp", address)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", address)
}
