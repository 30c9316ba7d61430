package handshake

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// unreached is why a target could not be connected to.
type unreached struct {
	part  Part
	lines []string // in sentences
}

// reach connects to a target, saying what it finds on the way: whether the name
// resolves, the port answers, and the certificate is valid. It sends no HTTP
// request. Words makes words of an error from the network.
func (n Network) reach(ctx context.Context, u *url.URL, words func(error) string, say func(string)) (net.Conn, *unreached) {
	addrs, err := n.lookupHost(ctx, u.Hostname())
	if err != nil {
		return nil, &unreached{PartName, []string{fmt.Sprintf("The name %s does not resolve: %s.", u.Hostname(), words(err))}}
	}
	if net.ParseIP(u.Hostname()) == nil {
		say(fmt.Sprintf("The name %s resolves to %s.", u.Hostname(), strings.Join(addrs, ", ")))
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	conn, err := n.dial(ctx, net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return nil, &unreached{PartPort, []string{fmt.Sprintf("Port %s does not answer: %s.", port, words(err))}}
	}
	say(fmt.Sprintf("Port %s answers.", port))
	if u.Scheme != "https" {
		return conn, nil
	}
	return secure(ctx, conn, u.Hostname(), words, say)
}

// secure begins TLS on a connection, which it closes if that fails.
func secure(ctx context.Context, conn net.Conn, host string, words func(error) string, say func(string)) (net.Conn, *unreached) {
	client := tls.Client(conn, &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12})
	err := client.HandshakeContext(ctx)
	if err == nil {
		say("Its certificate is valid. " + describe(client.ConnectionState().PeerCertificates[0]))
		return client, nil
	}
	_ = conn.Close() // the handshake's error is the one to tell
	if bad, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return nil, &unreached{PartTLS, []string{
			fmt.Sprintf("Its certificate is not valid: %s.", words(bad.Err)),
			describe(bad.UnverifiedCertificates[0]),
		}}
	}
	return nil, &unreached{PartTLS, []string{fmt.Sprintf("The TLS handshake fails: %s.", words(err))}}
}
