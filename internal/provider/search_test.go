package provider_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// filesWith lists the files below a folder that hold a secret, in whatever
// form; "file: entry" is a file in an archive.
func filesWith(t *testing.T, dir, secret string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b, err := os.ReadFile(file)
		name, _ := filepath.Rel(dir, file)
		found = append(found, partsWith(t, name, b, secret)...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return found
}

// partsWith looks into bytes, and into what is packed in them.
func partsWith(t *testing.T, name string, b []byte, secret string) []string {
	t.Helper()
	for _, form := range formsOf(secret) {
		if bytes.Contains(b, form) {
			return []string{name}
		}
	}
	var found []string
	if archive, err := zip.NewReader(bytes.NewReader(b), int64(len(b))); err == nil {
		for _, f := range archive.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, partsWith(t, name+": "+f.Name, readAll(t, r), secret)...)
		}
	}
	if r, err := gzip.NewReader(bytes.NewReader(b)); err == nil {
		found = append(found, partsWith(t, name+": gzip", readAll(t, r), secret)...)
	}
	return found
}

func readAll(t *testing.T, r io.Reader) []byte {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// formsOf are the ways in which a secret may be written: as it is, in hex, and
// in base64 at each offset, without the digits that depend on what is around.
func formsOf(secret string) [][]byte {
	forms := [][]byte{[]byte(secret), []byte(hex.EncodeToString([]byte(secret)))}
	for offset := range 3 {
		padded := append(make([]byte, offset), secret...)
		digits := base64.RawStdEncoding.EncodeToString(padded)
		forms = append(forms, []byte(digits[offset+1:len(digits)-2]))
	}
	return forms
}
