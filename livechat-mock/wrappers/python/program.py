"""Puts the program into the wheel, which is for the program's platform alone."""

import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Program(BuildHookInterface):
    def initialize(self, version, build_data):
        program = os.environ["LIVECHAT_MOCK_PROGRAM"]
        build_data["force_include"][program] = f"livechat_mock/{os.path.basename(program)}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{os.environ['LIVECHAT_MOCK_PLATFORM']}"
