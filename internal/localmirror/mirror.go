// Package localmirror puts the provider into directories that Terraform and OpenTofu
// search as local mirrors of providers:
//
//	HOSTNAME/NAMESPACE/TYPE/VERSION/OS_ARCH/terraform-provider-TYPE_vVERSION
package localmirror

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

const (
	namespace    = "seed-a7d6d6c5"
	providerType = "asana"
)

// Terraform and OpenTofu complete a short source address with different hosts.
var hosts = []string{"registry.terraform.io", "registry.opentofu.org"}

// Mirror is a directory with providers.
type Mirror string

// Paths returns the files of the provider in a version, one for each engine.
func (m Mirror) Paths(v Version) []string {
	name := "terraform-provider-" + providerType + "_v" + v.String()
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	var paths []string
	for _, host := range hosts {
		paths = append(paths, filepath.Join(m.versionsDir(host), v.String(), runtime.GOOS+"_"+runtime.GOARCH, name))
	}
	return paths
}

// versionsDir returns the directory that has one directory for each version.
func (m Mirror) versionsDir(host string) string {
	return filepath.Join(string(m), host, namespace, providerType)
}

// newest returns the highest version that is installed for a minor version, if any is.
func (m Mirror) newest(minor Version) (newest Version, isInstalled bool, err error) {
	for _, host := range hosts {
		entries, err := os.ReadDir(m.versionsDir(host))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return Version{}, false, err
		}
		for _, entry := range entries {
			v, ok := parseVersion(entry.Name())
			if ok && v.Major == minor.Major && v.Minor == minor.Minor && (!isInstalled || v.Patch > newest.Patch) {
				newest, isInstalled = v, true
			}
		}
	}
	return newest, isInstalled, nil
}

// Uninstall deletes every version of the provider, and the directories that are empty
// afterwards.
func (m Mirror) Uninstall() error {
	for _, host := range hosts {
		if err := os.RemoveAll(m.versionsDir(host)); err != nil {
			return err
		}
		for _, dir := range []string{filepath.Join(host, namespace), host} {
			// It fails where other providers are, which stay.
			_ = os.Remove(filepath.Join(string(m), dir))
		}
	}
	return nil
}
