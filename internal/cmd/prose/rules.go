package main

import "regexp"

// rule replaces a phrase with a plainer one.
type rule struct {
	pattern *regexp.Regexp
	advice  string
}

// phrase makes a rule from a regular expression that matches whole words in any case.
func phrase(expression, advice string) rule {
	return rule{regexp.MustCompile(`(?i)\b(?:` + expression + `)\b`), advice}
}

// rules have next to no false positives: a phrase that is right in some sentences is not
// here, or only with the words that make it wrong.
var rules = []rule{
	// Conjunctions and clauses.
	{regexp.MustCompile(`(?i)[,;:] for (it|they|we|you|he|there|nobody|anybody|(the|a|an|its|their) [\w']+ (is|are|was|has|have|may|can|could|would|will|does|do|comes|happens))\b`), "use because"},
	{regexp.MustCompile(`(?:^|[.:;?!(] |[*-] )[Ss]hould (it|that|this|they|you|the|a|an|[A-Z]\w+) `), "use if"},
	{regexp.MustCompile(`(?i)[\w§] but for\b`), "use except or unless"},
	phrase(`(none|nobody|nothing|nowhere|anything|anybody|everything|every \w+|all|any \w+|no \w+) but`, "use only, or except"),
	phrase(`lest|whilst|hence|thereby|therein|thereof|whereby|wherein|wherever one`, "use a common conjunction"),
	phrase(`has it that|have it that`, "use says or reports"),

	// Verbs.
	phrase(`tell|tells|telling|told`, "use show, report, return or say"),
	phrase(`give|gives|giving|gave|(is|are|was|were|be|been|being|if|not|none|when|until) given`, "use set, specify, return, send or have"),
	phrase(`(take|takes|took|taken|taking) ([\w§'-]+ ){1,10}for (gone|granted|deleted|missing|two|another)`, "use treat as"),
	phrase(`mind (that|the|how|what|when|where)|(does|do) not mind|(doesn't|don't) mind|to mind`, "use note that"),
	phrase(`mend|mends|mended|mending`, "use fix"),
	phrase(`(can't|cannot|can not|could not|must not|to) be had`, "use can't be retrieved"),
	phrase(`(wins?|won|winning) over`, "use take precedence over"),
	phrase(`(hand|hands|handed|handing) ([\w§]+ ){0,6}on`, "use pass"),
	phrase(`stands? (in|above|below|beside|between|there|behind)`, "use is or are"),
	phrase(`comes? to mind|lives? for|out of the way|in the way`, "use a literal phrase"),

	// What exists, and when.
	phrase(`(is|are|was|were|be|been|being) gone|gone for good`, "use no longer exists"),
	phrase(`any ?more`, "use no longer"),
	phrase(`anew`, "use again or recreate"),
	phrase(`by then`, "use before or earlier"),
	phrase(`from here`, "use from this machine"),
	phrase(`all the same|at the most|at the least`, "use anyway, at most or at least"),
	phrase(`(the|this|that) very`, "use the same, or leave it out"),
	phrase(`in clear`, "use in plain text"),

	// Pictures.
	phrase(`strand(s|ed|ing)?|left behind|leaves? ([\w§]+ ){1,4}behind`, "use orphan or remain"),
	phrase(`strangers?`, "use unmanaged or foreign webhooks"),
	phrase(`hiccups?|ghosts?|bur(y|ied)|haunt(s|ed)?`, "use the technical term"),

	// American spelling.
	phrase(`licences?|behaviours?|colou?red|colours?|neighbours?|favours?|honours?|artefacts?|centres?|catalogues?|grey`, "use the American spelling"),
	phrase(`(author|recogn|organ|normal|initial|serial|summar|minim|maxim|optim)is(e|es|ed|ing|ation|ations)`, "use the American spelling, with z"),
	phrase(`cancell(ed|ing)|labell(ed|ing)|modell(ed|ing)|travell(ed|ing)|towards|afterwards|amongst`, "use the American spelling"),
}
