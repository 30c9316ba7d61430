package main

import (
	"fmt"
	"os"
	"slices"

	"go.yaml.in/yaml/v4"
)

// platform is a value of GOOS and one of GOARCH.
type platform struct {
	OS   string `yaml:"goos"`
	Arch string `yaml:"goarch"`
}

func (p platform) String() string { return p.OS + "/" + p.Arch }

// releasedPlatforms reads the platforms of all builds from goreleaser's configuration.
func releasedPlatforms(file string) ([]platform, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var config struct {
		Builds []struct {
			GOOS   []string   `yaml:"goos"`
			GOARCH []string   `yaml:"goarch"`
			Ignore []platform `yaml:"ignore"`
		} `yaml:"builds"`
	}
	if err := yaml.Unmarshal(text, &config); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var platforms []platform
	for _, build := range config.Builds {
		for _, goos := range build.GOOS {
			for _, goarch := range build.GOARCH {
				p := platform{goos, goarch}
				if !slices.Contains(build.Ignore, p) && !slices.Contains(platforms, p) {
					platforms = append(platforms, p)
				}
			}
		}
	}
	if len(platforms) == 0 {
		return nil, fmt.Errorf("%s: no build with goos and goarch", file)
	}
	return platforms, nil
}
