# A row of the table from lines "network actor-learners program round rate": the program's rates, and AsyncRL's rate divided by
# the program's, round by round. Variables: key, the network and number of actor-learners; program; start, the row's first cells.
function sort(a, n,    i, j, t) {
  for (i = 2; i <= n; i++) for (j = i; j > 1 && a[j - 1] > a[j]; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
}
function median(a, n) { return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2 }
($1 " " $2) == key && $3 == "asyncrl" { ours[$4] = $5 }
($1 " " $2) == key && $3 == program { n++; rate[n] = $5 + 0; ratio[n] = ours[$4] / $5 }
END {
  sort(rate, n); sort(ratio, n)
  printf "%s %.0f | %.0f – %.0f |", start, median(rate, n), rate[1], rate[n]
  if (program == "asyncrl") print " – | – |"; else printf " %.1f | %.1f – %.1f |\n", median(ratio, n), ratio[1], ratio[n]
}
