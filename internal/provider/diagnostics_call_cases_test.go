package provider

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

const projectPath = "/projects/" + goldenProject

// failedRead is the case in which a project can't be read.
func failedRead(t *testing.T, when string, err error) diagnosticsCase {
	t.Helper()
	d := withAnswers(t, serverFailure)
	return shown(when, func(diags *diag.Diagnostics) { d.addFailure(diags, notFound("project", "project "+goldenProject, err)) })
}

func refusalCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	answered := func(when string, status int, message string) diagnosticsCase {
		return failedRead(t, when, answerTo("getProject", "GET", projectPath, status, message))
	}
	foreign := func(when string, status int, snippet string) diagnosticsCase {
		return failedRead(t, when, &asana.Error{Op: "getProject", Method: "GET", Path: projectPath, Status: status, Snippet: snippet})
	}
	incident := &asana.Error{Op: "getProject", Method: "GET", Path: projectPath, Status: http.StatusInternalServerError, Details: []asana.ErrorDetail{
		{Message: "Server Error", Phrase: "6 sad squid snuggle softly"},
	}}
	refusedOffset := answerTo("getProjects", "GET", "/projects", http.StatusBadRequest, "offset: Your pagination token has expired.")
	return []diagnosticsCase{
		answered("the token is not accepted", http.StatusUnauthorized, "Not Authorized"),
		answered("the workspace's plan does not include the call", http.StatusPaymentRequired, "This feature is not available on your plan."),
		answered("the token has no access", http.StatusForbidden, "You do not have access to this project."),
		answered("the object does not exist", http.StatusNotFound, "project: Not a recognized ID: "+goldenProject),
		answered("the API has no such address", http.StatusNotFound, "No matching route for request"),
		answered("the rate limit lasts", http.StatusTooManyRequests, "You've made too many requests and hit a rate limit."),
		answered("the request is blocked for legal reasons", http.StatusUnavailableForLegalReasons, "This request is blocked for legal reasons."),
		answered("the request is invalid", http.StatusBadRequest, "opt_fields: Invalid field"),
		failedRead(t, "Asana fails", incident),
		answered("Asana fails without a phrase", http.StatusServiceUnavailable, "Service Unavailable"),
		foreign("an intermediary refuses the request", http.StatusForbidden, "Access denied by policy"),
		foreign("something else is at base_url", http.StatusNotFound, "404 page not found"),
		foreign("an intermediary asks for authentication", http.StatusProxyAuthRequired, ""),
		foreign("an intermediary redirects", http.StatusFound, "redirect to https://login.example.com/"),
		foreign("an intermediary fails", http.StatusBadGateway, "502 Bad Gateway"),
		failedRead(t, "a list can't be read to its end", &asana.OffsetError{Err: refusedOffset}),
	}
}

func noAnswerCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	lost := func(when string, sent bool, err error) diagnosticsCase {
		return failedRead(t, when, unreachable("GET", projectPath, sent, err))
	}
	return []diagnosticsCase{
		lost("Asana can't be reached", false, errors.New("dial tcp 203.0.113.7:443: connect: connection refused")),
		lost("the connection is closed", true, io.EOF),
		lost("an answer takes too long", true, context.DeadlineExceeded),
		lost("an answer can't be read", true, &asana.UnreadableError{Status: http.StatusOK, Err: errors.New("unexpected end of JSON input")}),
		lost("Asana asks to wait for hours", false, &asana.RetryAfterError{RetryAfter: 2 * time.Hour}),
		lost("Asana asks to wait for days", false, &asana.RetryAfterError{RetryAfter: 100 * 24 * time.Hour}),
		lost("the rate limit holds the request back", false, &asana.RateLimitError{Err: context.DeadlineExceeded}),
		lost("the rate limit holds the request back, and Asana said for how long", false, &asana.RateLimitError{RetryAfter: time.Minute, Err: context.DeadlineExceeded}),
		lost("the request is interrupted before it is sent", false, context.Canceled),
		lost("the request is interrupted", true, context.Canceled),
		lost("the request is interrupted while the rate limit holds it back", false, &asana.RateLimitError{Err: context.Canceled}),
		lost("the request is interrupted between attempts", true, &asana.RetryError{Last: answerTo("getProject", "GET", projectPath, http.StatusBadGateway, "Bad Gateway"), Err: context.Canceled}),
		failedRead(t, "a call is interrupted before there is a request", context.Canceled),
	}
}

func oauthCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	const address = "https://app.asana.com/-/oauth_token"
	refused := func(when string, e asana.RefreshError) diagnosticsCase {
		e.URL = address
		return failedRead(t, when, unreachable("GET", projectPath, false, &e))
	}
	return []diagnosticsCase{
		refused("the refresh token is not accepted", asana.RefreshError{
			Status: http.StatusBadRequest, Code: asana.CodeInvalidGrant, Description: "The `code` or `refresh_token` provided was invalid.",
		}),
		refused("the app is not known", asana.RefreshError{Status: http.StatusUnauthorized, Code: asana.CodeInvalidClient}),
		refused("the app must not refresh tokens", asana.RefreshError{Status: http.StatusBadRequest, Code: "unauthorized_client"}),
		refused("Asana fails", asana.RefreshError{Status: http.StatusServiceUnavailable, Snippet: "Service Unavailable"}),
		refused("an intermediary answers", asana.RefreshError{Status: http.StatusNotFound, Snippet: "404 page not found"}),
		refused("there is no answer", asana.RefreshError{Err: io.EOF}),
		refused("the answer has no access token", asana.RefreshError{Err: errors.New("the answer is a success, but has no access token in it")}),
	}
}
