# A row of the table from lines "row actor-learners name round rate instructions" of the names "this" and "other": medians of the rates, and
# the median of the ratios within a round with an interval that holds the median of all possible rounds with a probability of at least 95 %.
# The interval lies between two of the sorted ratios; their ranks come from the binomial distribution, so that no form of the distribution of
# the ratios is assumed. Below 6 rounds no such ranks exist, and the whole range is printed in parentheses. Variables: key, counts.
function sort(a, n,    i, j, t) {
  for (i = 2; i <= n; i++) for (j = i; j > 1 && a[j - 1] > a[j]; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
}
function median(a, n) { return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2 }
# The largest k for which both tails together, P(X < k) and its mirror image, have at most 5 %; X ~ binomial(n, 1/2).
function rank(n,    k, term, tail) {
  term = 0.5 ^ n; tail = term
  for (k = 0; 2 * tail <= 0.05; ) { k++; term *= (n - k + 1) / k; tail += term }
  return k
}
($1 " " $2) == key && $3 == "this" { ours[$4] = $5; work[$4] = $6 }
($1 " " $2) == key && $3 == "other" { theirs[$4] = $5; otherWork[$4] = $6 }
END {
  for (round in ours) if (round in theirs) {
    n++; a[n] = ours[round] + 0; b[n] = theirs[round] + 0; ratio[n] = a[n] / b[n]
    if (counts) instructions[n] = work[round] / otherWork[round]
  }
  if (n == 0) exit 1
  sort(a, n); sort(b, n); sort(ratio, n)
  k = rank(n)
  if (k > 0) interval = sprintf("%.3f to %.3f", ratio[k], ratio[n + 1 - k]); else interval = sprintf("(%.3f to %.3f)", ratio[1], ratio[n])
  split(key, part, " ")
  printf "| %s | %s | %.0f | %.0f | %.3f | %s |", part[1], part[2], median(a, n), median(b, n), median(ratio, n), interval
  if (counts) { sort(instructions, n); printf " %.4f |", median(instructions, n) }
  print ""
}
