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

// lookTime bounds a look.
const lookTime = 4 * time.Second

// Look reports how a target looks from this machine, a sentence a line: whether
// its name resolves, its port answers, and its certificate is valid, for which
// names and until when. It sends no HTTP request, so that it does no harm; what
// Asana sees may differ.
func (n Network) Look(ctx context.Context, target string) []string {
	u, err := url.Parse(target)
	if err != nil || u.Hostname() == "" {
		return []string{"The target is not a URL with a host."}
	}
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()

	var report []string
	say := func(line string) { report = append(report, line) }
	conn, failed := n.reach(ctx, u, plain, say)
	if failed != nil {
		return append(report, failed.lines...)
	}
	defer func() { _ = conn.Close() }() // nothing was written that could be lost
	if u.Scheme != "https" {
		say("The target is plain http: there is no certificate to look at.")
	}
	return report
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
	if more := len(names) - mostNames; more > 0 {
		names = append(names[:mostNames], fmt.Sprintf("and %d more", more))
	}
	const day = "2 January 2006"
	return fmt.Sprintf("It is for %s, from %s to %s, issued by %s.", printable(strings.Join(names, ", ")),
		c.NotBefore.UTC().Format(day), c.NotAfter.UTC().Format(day), printable(c.Issuer.String()))
}

const (
	// mostNames and mostLetters bound what is shown of a certificate, and of an
	// error that may quote it: whoever holds the target can fill it with
	// anything.
	mostNames   = 5
	mostLetters = 300
)

// printable returns the beginning of a text without what moves a cursor.
func printable(s string) string {
	letters := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s))
	if len(letters) > mostLetters {
		return string(letters[:mostLetters]) + "…"
	}
	return string(letters)
}

// plain takes from a network error what a user can use, and can print: it may
// quote what the target sent.
func plain(err error) string { return printable(causeOf(err)) }

// causeOf is the part of an error that says what is wrong.
func causeOf(err error) string {
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
