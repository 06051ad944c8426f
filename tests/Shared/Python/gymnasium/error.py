"""The errors of Gymnasium that the bridge knows."""


class Error(Exception):
    pass


class UnregisteredEnv(Error):
    pass


class NameNotFound(UnregisteredEnv):
    pass


class DependencyNotInstalled(Error):
    pass
