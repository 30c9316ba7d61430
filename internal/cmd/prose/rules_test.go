package main

import "testing"

// Each rule finds a phrase in one of the first sentences, and no rule finds one in the
// sentences that say the same in plain words.
func TestRules(t *testing.T) {
	t.Parallel()
	sentences := []struct{ wrong, right string }{
		{"It warns, for it can't store the token.", "It warns, because it can't store the token."},
		{"It waits, for the handshake happens inside.", "It waits, for example, for the handshake."},
		{"Should that fail, apply again.", "If that fails, apply again. The target should answer."},
		{"It uses the proxy but for local hosts.", "It uses the proxy, but for local hosts it goes past it."},
		{"It reads nothing but the name.", "It reads only the name."},
		{"Set it, lest it expire.", "Set it so that it does not expire."},
		{"The list has it that there is none.", "The list shows none."},
		{"The error tells what failed.", "The error says what failed."},
		{"The call gives an object.", "The call returns an object."},
		{"The argument is given.", "The argument is set. A given project has a gid."},
		{"It takes the webhook for gone.", "It treats the webhook as deleted. It takes two minutes for a plan."},
		{"Mind that it expires.", "Note that it expires."},
		{"Mend the receiver.", "Fix the receiver. We recommend it."},
		{"The secret can't be had.", "The secret can't be retrieved."},
		{"An argument wins over its variable.", "An argument takes precedence over its variable."},
		{"It hands the secret on.", "It passes the secret. On the one hand, it is on."},
		{"It stands in the state.", "It is in the state. It stands for everything else."},
		{"A webhook is in the way.", "A webhook already exists."},
		{"The webhook is gone.", "The webhook no longer exists."},
		{"It is not there any more.", "It is no longer there."},
		{"Create it anew.", "Recreate it."},
		{"It is known by then.", "It is known before."},
		{"It can't be reached from here.", "It can't be reached from this machine."},
		{"It is used all the same.", "It is used anyway. All have the same name."},
		{"It answers at the very URL.", "It answers at the same URL. The plan is very long."},
		{"The file has it in clear.", "The file has it in plain text."},
		{"No webhook is left behind.", "No webhook is orphaned. On the left, behind it, is the name."},
		{"It lists strangers.", "It lists foreign webhooks."},
		{"It is a ghost.", "It is a tombstone."},
		{"Its behaviour is defined.", "Its behavior is defined."},
		{"The user authorises it.", "The user authorizes it. The name comprises two."},
		{"The job was cancelled.", "The job was canceled."},
	}
	used := map[string]bool{}
	for _, s := range sentences {
		if got := checkLine(s.right); len(got) > 0 {
			t.Errorf("%q is right, and a rule says %q", s.right, got)
		}
		isWrong := false
		for _, r := range rules {
			if r.pattern.MatchString(s.wrong) {
				used[r.pattern.String()], isWrong = true, true
			}
		}
		if !isWrong {
			t.Errorf("%q is wrong, and no rule says so", s.wrong)
		}
	}
	for _, r := range rules {
		if !used[r.pattern.String()] {
			t.Errorf("no sentence shows what the rule %s is for", r.pattern)
		}
	}
}
