"""The guard: what an up or a destroy may not do unless the user says so, as pure rules (no Pulumi, no HTTP, no files).

- `rules`: the rules' ids and what each says.
- `permission`: what the user has turned off or allowed, each with a reason.
- `standing`: which projects a set of resources alerts somebody for.
- `plan`: what an engine's plan does, out of its JSON.
- `judge`: what a plan breaks.
"""
