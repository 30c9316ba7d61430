package handshake

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// connectivityTimeout limits a check of the connectivity.
const connectivityTimeout = 4 * time.Second

// CheckConnectivity reports what this machine finds out about a target, a sentence
// a line: whether its name resolves, its port answers, and its certificate is
// valid, for which names and until when. It sends no HTTP request, so that it
// does no harm; what Asana sees may differ.
func (n Network) CheckConnectivity(ctx context.Context, target string) []string {
	u, err := url.Parse(target)
	if err != nil || u.Hostname() == "" {
		return []string{"The target is not a URL with a host."}
	}
	ctx, cancel := context.WithTimeout(ctx, connectivityTimeout)
	defer cancel()

	var report []string
	progress := func(line string) { report = append(report, line) }
	conn, failed := n.connect(ctx, u, printableError, progress)
	if failed != nil {
		return append(report, failed.lines...)
	}
	defer func() { _ = conn.Close() }() // nothing was written that could be lost
	if u.Scheme != "https" {
		progress("The target is plain http: there is no certificate to look at.")
	}
	return report
}

// describeCertificate returns what a certificate says, as a sentence.
func describeCertificate(c *x509.Certificate) string {
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		names = []string{"no name at all"}
	}
	if more := len(names) - maxNames; more > 0 {
		names = append(names[:maxNames], fmt.Sprintf("and %d more", more))
	}
	const day = "2 January 2006"
	return fmt.Sprintf("It is for %s, from %s to %s, issued by %s.", printable(strings.Join(names, ", "), maxTextLength),
		c.NotBefore.UTC().Format(day), c.NotAfter.UTC().Format(day), printable(c.Issuer.String(), maxTextLength))
}

const (
	// maxNames and maxTextLength limit what is shown of a certificate, and of an
	// error that may quote it: whoever holds the target can fill it with
	// anything.
	maxNames      = 5
	maxTextLength = 300
)

// printable returns the beginning of a text without what moves a cursor.
func printable(s string, most int) string {
	return truncate(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s), most)
}

// truncate limits the length of a text from outside, in characters.
func truncate(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// printableError returns what is of use to a user in a network error, without what
// must not be printed: the error may quote what the target sent.
func printableError(err error) string { return printable(rootCause(err), maxTextLength) }

// rootCause returns the part of an error that says what is wrong.
func rootCause(err error) string {
	if errors.Is(err, context.Canceled) {
		return "interrupted"
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("no answer within %s", connectivityTimeout)
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		return dns.Err
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err.Error()
	}
	return strings.TrimPrefix(err.Error(), "x509: ")
}
