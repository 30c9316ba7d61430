export TF_VAR_target=$ASANA_SIMULATOR_URL/targets/401
! terraform test -no-color -test-directory=tests/refused > output.txt 2>&1
tr -s '[:space:]' ' ' < output.txt | grep "incorrect status code: 401"
