// A stand-in for the published script of "xMatters": the sandbox stores it and never runs it.
