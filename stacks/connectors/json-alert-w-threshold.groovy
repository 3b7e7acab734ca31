// A stand-in for the published script of "JSON Alert /w Threshold": the sandbox stores it and never runs it.
