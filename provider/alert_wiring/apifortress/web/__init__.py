"""The second backend: the self-hosted web application's own pages, driven as a person would (`api-fortress.md 4.11`).

What the pages look like is in `default_map.yaml`, entry by entry, each marked as seen in a public source or as a guess;
a user's own file corrects single entries without touching code (`map_file`). `page` reads HTML, `reader` logs in and
keeps the session, `site` sends forms, `groups`, `group_users`, `connectors`, `definitions` and `projects` are the
dialogs, `backend` puts them together, and `survey` holds the map against an instance without writing anything.
"""
