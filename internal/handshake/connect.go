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

// connectFailure is why a target could not be connected to.
type connectFailure struct {
	part  Part
	lines []string // in sentences
}

// connect connects to a target and reports to progress whether the name resolves,
// the port answers, and the certificate is valid. It sends no HTTP request.
// describeError turns an error from the network into text.
func (n Network) connect(ctx context.Context, u *url.URL, describeError func(error) string, progress func(string)) (net.Conn, *connectFailure) {
	addrs, err := n.lookupHost(ctx, u.Hostname())
	if err != nil {
		return nil, &connectFailure{PartDNS, []string{fmt.Sprintf("The name %s does not resolve: %s.", u.Hostname(), describeError(err))}}
	}
	if net.ParseIP(u.Hostname()) == nil {
		progress(fmt.Sprintf("The name %s resolves to %s.", u.Hostname(), strings.Join(addrs, ", ")))
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	conn, err := n.dial(ctx, net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return nil, &connectFailure{PartConnect, []string{fmt.Sprintf("Port %s does not answer: %s.", port, describeError(err))}}
	}
	progress(fmt.Sprintf("Port %s answers.", port))
	if u.Scheme != "https" {
		return conn, nil
	}
	return startTLS(ctx, conn, u.Hostname(), describeError, progress)
}

// startTLS begins TLS on a connection, which it closes if that fails.
func startTLS(ctx context.Context, conn net.Conn, host string, describeError func(error) string, progress func(string)) (net.Conn, *connectFailure) {
	client := tls.Client(conn, &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12})
	err := client.HandshakeContext(ctx)
	if err == nil {
		progress("Its certificate is valid. " + describeCertificate(client.ConnectionState().PeerCertificates[0]))
		return client, nil
	}
	_ = conn.Close() // the handshake's error is the one to report
	if bad, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return nil, &connectFailure{PartTLS, []string{
			fmt.Sprintf("Its certificate is not valid: %s.", describeError(bad.Err)),
			describeCertificate(bad.UnverifiedCertificates[0]),
		}}
	}
	return nil, &connectFailure{PartTLS, []string{fmt.Sprintf("The TLS handshake fails: %s.", describeError(err))}}
}
