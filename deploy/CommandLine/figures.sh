#!/usr/bin/env bash
# Measures our ways of training on a folder of sets, five folds each, beside the baselines of FOLDER/README.md.
#
#   bash deploy/CommandLine/figures.sh FOLDER [SET]...
#
# A set is FOLDER/SET_train.csv.gz; README.md beside this file says where the sets come from. Prints a row a set and kind: mean AUC of the folds, log loss of all folds together,
# and the baselines' AUC (logistic, weights of evidence, histogram boosting). Nothing is copied out of the folder.
set -eu
folder=${1:?a folder with SET_train.csv.gz}
shift
cd "$(dirname "$0")/../.."
seed=20260101
sets=("$@")
[ ${#sets[@]} -gt 0 ] || sets=(german sba financial_distress polish_1year polish_5year heloc uci_credit_card gmsc)

# What each set's own description says: other names of the target, codes that are no amounts, what is known afterwards.
choices() {
  case $1 in
    sba) echo --target Default --exclude MIS_Status ChgOffDate ChgOffPrinGr BalanceGross daysterm xx Term \
      Selected LoanNr_ChkDgt Name ;;
    financial_distress) echo --target 'Financial\ Distress' --group Company ;;
    heloc) echo --special -7 -8 -9 ;;
    uci_credit_card) echo --special PAY_{0,2,3,4,5,6}={-2,-1,0} ;;
  esac
}

baseline() {
  sed -n "s/^| $1 |\(.*\)|\$/\1/p" "$folder/README.md" 2>/dev/null | tr -d ' ' | tr '|' ' ' | head -1
}

dotnet build -c Release -v q --nologo deploy/CommandLine >&2
risk() { dotnet deploy/CommandLine/bin/Release/net10.0/risk.dll "$@"; }

printf '%-20s %-10s %8s %9s   %s\n' set kind AUC 'log loss' 'baselines: logistic, WoE, boosting'
for set in "${sets[@]}"; do
  eval "options=($(choices "$set"))"
  for kind in ${KINDS:-scorecard trees}; do
    told=$(risk train "$folder/${set}_train.csv.gz" --kind "$kind" --folds 5 --seed $seed "${options[@]}")
    auc=$(sed -n 's/^5 folds.*: AUC \([0-9.]*\) .*/\1/p' <<<"$told")
    loss=$(sed -n 's/^all folds.*log loss \([0-9.]*\)$/\1/p' <<<"$told")
    printf '%-20s %-10s %8s %9s   %s\n' "$set" "$kind" "$auc" "$loss" "$(baseline "$set")"
  done
done
