package handshake

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
)

// lookTime bounds a look.
const lookTime = 4 * time.Second

// Look reports how a target looks from this machine, a sentence a line: whether
// its name resolves, its port answers, and its certificate is valid, for which
// names and until when. It sends no HTTP request, so that it does no harm; what
// Asana sees may differ.
func Look(ctx context.Context, target string) []string {
	u, err := url.Parse(target)
	if err != nil || u.Hostname() == "" {
		return []string{"The target is not a URL with a host."}
	}
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()

	var report []string
	addrs, err := net.DefaultResolver.LookupHost(ctx, u.Hostname())
	if err != nil {
		return append(report, fmt.Sprintf("The name %s does not resolve: %s.", u.Hostname(), plain(err)))
	}
	if net.ParseIP(u.Hostname()) == nil {
		report = append(report, fmt.Sprintf("The name %s resolves to %s.", u.Hostname(), strings.Join(addrs, ", ")))
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return append(report, fmt.Sprintf("Port %s does not answer: %s.", port, plain(err)))
	}
	defer func() { _ = conn.Close() }() // nothing was written that could be lost
	report = append(report, fmt.Sprintf("Port %s answers.", port))
	if u.Scheme != "https" {
		return append(report, "The target is plain http: there is no certificate to look at.")
	}
	return append(report, lookAtCertificate(ctx, conn, u.Hostname())...)
}

func lookAtCertificate(ctx context.Context, conn net.Conn, host string) []string {
	client := tls.Client(conn, &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12})
	err := client.HandshakeContext(ctx)
	if bad, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return []string{
			fmt.Sprintf("Its certificate is not valid: %s.", plain(bad.Err)),
			describe(bad.UnverifiedCertificates[0]),
		}
	}
	if err != nil {
		return []string{fmt.Sprintf("The TLS handshake fails: %s.", plain(err))}
	}
	return []string{"Its certificate is valid. " + describe(client.ConnectionState().PeerCertificates[0])}
}

// describe tells what a certificate says.
func describe(c *x509.Certificate) string {
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		names = []string{"no name at all"}
	}
	const day = "2 January 2006"
	return fmt.Sprintf("It is for %s, from %s to %s, issued by %s.", strings.Join(names, ", "),
		c.NotBefore.UTC().Format(day), c.NotAfter.UTC().Format(day), c.Issuer.String())
}

// plain takes from a network error what a user can use.
func plain(err error) string {
	if errors.Is(err, context.Canceled) {
		return "interrupted"
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("no answer within %s", lookTime)
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.Err
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err.Error()
	}
	return strings.TrimPrefix(err.Error(), "x509: ")
}
