"""Lists the licence of every package that ships with the hub; fails on one nobody has looked at."""
import json
import os
import pathlib
import re
import sys

ALLOWED = {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "MPL-1.1"}
# Packages that name their licence in a file or by a link only, and what it says.
BY_HAND = {
    "hangfire.core": "LGPL-3.0-or-later",
    "hangfire.aspnetcore": "LGPL-3.0-or-later",
    "hangfire.netcore": "LGPL-3.0-or-later",
    "hangfire.inmemory": "LGPL-3.0-or-later",
    "hangfire.postgresql": "LGPL-3.0-or-later",
}

packages_folder = pathlib.Path(os.environ.get("NUGET_PACKAGES", pathlib.Path.home() / ".nuget" / "packages"))
lock = json.loads(pathlib.Path("src/FeedHub.Server/packages.lock.json").read_text(encoding="utf-8"))
unknown = []
for framework in lock["dependencies"].values():
    for name, package in sorted(framework.items(), key=lambda pair: pair[0].lower()):
        if package["type"] == "Project" or "Analyzers" in name or name == "Meziantou.Analyzer":
            continue
        folder = packages_folder / name.lower() / package["resolved"]
        specification = (folder / f"{name.lower()}.nuspec").read_text(encoding="utf-8-sig")
        expression = re.search(r'<license type="expression">([^<]+)', specification)
        licence = expression.group(1) if expression else BY_HAND.get(name.lower())
        if licence is None and (folder / "LICENSE.TXT").exists() and "MIT License" in (folder / "LICENSE.TXT").read_text(encoding="utf-8-sig"):
            licence = "MIT"
        print(f"{name} {package['resolved']}: {licence}")
        if licence not in ALLOWED and name.lower() not in BY_HAND:
            unknown.append(f"{name}: {licence}")

if unknown:
    sys.exit("Look at the licence of " + "; ".join(unknown))
