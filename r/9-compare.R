# ---- What was computed beside what was expected ----------------------------------------------------------------------

# Entries of one name get #2, #3 in their order, as in expected.csv.
repeated <- ave(seq_along(found$id), found$id, FUN = seq_along)
found$id <- ifelse(repeated > 1, paste0(found$id, "#", repeated), found$id)
place <- match(expected$id, found$id)
result <- data.frame(
  id = expected$id, quantity = expected$quantity, kind = expected$kind, ours = unname(ours), R = found$value[place],
  tolerance = as.numeric(expected$tolerance), drawn = found$tolerance[place]
)
result$difference <- abs(result$R - result$ours)
# What may be drawn and was not: seven digits, as for every closed form.
result$tolerance <- ifelse(result$kind == "resampled",
  ifelse(is.na(result$drawn), pmax(5e-8 * abs(result$ours), 1e-300), result$drawn), result$tolerance)
result$kind <- ifelse(result$kind == "resampled" & is.na(result$drawn), "closed form", result$kind)
result$ok <- !is.na(result$R) & result$difference <= result$tolerance
columns <- c("id", "quantity", "kind", "ours", "R", "difference", "tolerance", "ok")
write.csv(result[columns], file.path(folder, "recomputed.csv"), row.names = FALSE, na = "")

shown <- function(rows) {
  text <- transform(rows[columns], ours = format(ours, digits = 9), R = format(R, digits = 9),
    difference = format(difference, digits = 2), tolerance = format(tolerance, digits = 2), quantity = substr(quantity, 1, 40))
  print(text, row.names = FALSE, right = FALSE)
}
options(width = 250, max.print = 1e6)
if (nrow(result) <= 200 || "--all" %in% commandArgs(trailingOnly = TRUE)) shown(result)
relative <- function(rows) rows$difference / pmax(abs(rows$ours), 1e-3)
cat("\n", R.version.string, ", base R; ", own_draws, " draws of its own where numbers rest on draws\n", sep = "")
for (kind in c("count", "closed form", "resampled")) {
  rows <- result[result$kind == kind, ]
  if (nrow(rows) == 0) next
  cat(format(nrow(rows), width = 6), kind, sum(rows$ok), "agree")
  if (kind == "closed form" && any(!is.na(rows$R))) {
    worst <- which.max(relative(rows))
    cat("; largest relative difference", format(relative(rows)[worst], digits = 2), "at", rows$id[worst])
  }
  if (kind == "resampled") {
    worst <- which.max(rows$difference / rows$tolerance)
    cat("; the largest is", format((rows$difference / rows$tolerance)[worst], digits = 2), "of its tolerance, at", rows$id[worst],
      "\n       tolerance:", format(wide, digits = 3), "standard errors of both programs' draws (a false alarm in one of 1000 studies)")
  }
  cat("\n")
}
extra <- found$id[!(found$id %in% expected$id) & is.finite(found$value)]
if (length(extra) > 0) cat(length(extra), "numbers that R has and the analysis does not, the first:", head(extra, 3), "\n")
wrong <- result[!result$ok, ]
if (nrow(wrong) > 0) {
  cat("\n", nrow(wrong), " of ", nrow(result), " numbers deviate by more than their tolerance, or were not computed:\n", sep = "")
  shown(wrong)
  quit(status = 1)
}
cat("All", nrow(result), "numbers agree.\n")
