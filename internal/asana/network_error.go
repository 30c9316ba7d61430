package asana

import (
	"crypto/tls"
	"errors"
	"net"
)

// isCertificateError reports whether a server's certificate was not accepted.
func isCertificateError(err error) bool {
	_, ok := errors.AsType[*tls.CertificateVerificationError](err)
	return ok
}

// isNoSuchHost reports whether a name does not exist at all, as opposed to a
// name server that could not be asked.
func isNoSuchHost(err error) bool {
	dns, ok := errors.AsType[*net.DNSError](err)
	return ok && dns.IsNotFound
}
