package handshake

// Part is a part of the handshake that can fail.
type Part string

// The parts, in the order in which they are found out.
const (
	PartDNS           Part = "name"           // the host's name does not resolve
	PartConnect       Part = "port"           // nothing answers at the port
	PartTLS           Part = "TLS"            // the certificate is not valid, or TLS fails otherwise
	PartTimeout       Part = "timeout"        // no answer in time
	PartResponse      Part = "answer"         // no answer that is HTTP
	PartRedirect      Part = "redirect"       // a redirect, which is not followed
	PartStatus        Part = "status"         // another status than 200 or 204
	PartHeaderMissing Part = "header missing" // no X-Hook-Secret in the answer
	PartHeaderWrong   Part = "header wrong"   // another X-Hook-Secret in the answer
)

// ProbeError is a target that does not complete the handshake.
type ProbeError struct {
	// Part is the part that failed; those before it were in order.
	Part Part
	// Problem says what happened, in sentences, without any secret.
	Problem string
	// Status is the target's answer, 0 when there was none.
	Status int
}

// Error implements error.
func (e *ProbeError) Error() string { return e.Problem }

// SecretSent reports whether the target was sent the made-up secret, and may
// have kept it.
func (e *ProbeError) SecretSent() bool {
	return e.Part != PartDNS && e.Part != PartConnect && e.Part != PartTLS
}

// Advice says what the failure means, and what to do at the target.
func (e *ProbeError) Advice(target string) string {
	switch e.Part {
	case PartDNS:
		return "Asana finds the target by its public DNS record. Check the name, and that the record is published. It may take a while until a new record is visible."
	case PartConnect:
		return "No server listens there, or a firewall drops the connection. Check that the endpoint is deployed, and that Asana can reach it from the internet."
	case PartTLS:
		return "Install a certificate that is valid for the host and issued by a publicly trusted authority. The server must send all intermediate certificates, too."
	case PartTimeout:
		return explainTimeout
	case PartResponse:
		return "The server at this address does not use HTTP, or fails before it answers. Check its log, the scheme and the port."
	case PartRedirect, PartStatus:
		return explainStatus(e.Status, target)
	case PartHeaderMissing, PartHeaderWrong:
		return explainHeader(target)
	}
	return ""
}
