"""Resources that cost nothing: what an engine needs for them is all its own. Copied beside each program."""

from pulumi.dynamic import (
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    Resource,
    ResourceProvider,
    UpdateResult,
)


class CheapProvider(ResourceProvider):
    """Keeps no objects; a class without attributes, which is what the SDK pickles without end (2.6)."""

    serialize_as_secret_always = False

    def check(self, olds, news):
        return CheckResult(news, [])

    def diff(self, id, olds, news):
        return DiffResult(any(olds.get(key) != value for key, value in news.items()), [], [], False)

    def create(self, props):
        return CreateResult(props["name"], props)

    def update(self, id, olds, news):
        return UpdateResult(news)

    def read(self, id, props):
        return ReadResult(id, props, props)

    def delete(self, id, props):
        """Nothing is there."""


class Cheap(Resource, module="cheap", name="Cheap"):
    """A resource with two properties."""

    def __init__(self, resource_name, size):
        super().__init__(CheapProvider(), resource_name, {"name": resource_name, "size": size})
