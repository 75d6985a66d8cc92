package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

func main() {
	request, err := http.NewRequest("GET", os.Getenv("URL"), nil)
	if err == nil {
		request.Header.Set("User-Agent", os.Getenv("AGENT"))
		client := http.Client{Timeout: 20 * time.Second}
		var response *http.Response
		if response, err = client.Do(request); err == nil {
			_, err = io.Copy(io.Discard, response.Body)
			if response.StatusCode != 200 {
				err = fmt.Errorf("status %s", response.Status)
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
