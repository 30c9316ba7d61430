package localmirror

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// Version is the version of a provider that is no pre-release: engines select one of
// those only where a configuration requires exactly that one.
type Version struct{ Major, Minor, Patch int }

func (v Version) String() string { return fmt.Sprintf("%d.%d.%d", v.Major, v.Minor, v.Patch) }

func parseVersion(text string) (v Version, ok bool) {
	_, err := fmt.Sscanf(text, "%d.%d.%d", &v.Major, &v.Minor, &v.Patch)
	return v, err == nil && v.String() == text
}

var versionHeading = regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+)`)

// changelogVersion returns the first version in the change log of the repository
// at root: the one that was released last, or that is released next.
func changelogVersion(root string) (Version, error) {
	text, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		return Version{}, fmt.Errorf("run this in the root of the repository: %w", err)
	}
	if section := versionHeading.FindSubmatch(text); section != nil {
		if v, ok := parseVersion(string(section[1])); ok {
			return v, nil
		}
	}
	return Version{}, errors.New("CHANGELOG.md has no section with a version")
}
