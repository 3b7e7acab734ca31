// A connector's script is Groovy, and what it may use is described in the vendor's documentation.
// This one is an example for the sandbox, which stores scripts and never runs them.
class TeamChat {
}
