#!/bin/sh
# In the place of tools/tool.sh: prints the path of report.
echo "$(dirname "$0")/report"
