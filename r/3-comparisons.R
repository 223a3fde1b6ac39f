# ---- Two arms on the same cases --------------------------------------------------------------------------------------

# prop.test warns of its chi-squared test where few are expected; its interval is Wilson's all the same.
wilson <- function(x, n, conf = level) {
  as.numeric(suppressWarnings(prop.test(x, n, conf.level = conf, correct = FALSE))$conf.int)
}

# Newcombe's square-and-add interval of a paired difference (1998, method 8).
newcombe <- function(first, second, conf = level) {
  n <- length(first)
  pa <- mean(first)
  pb <- mean(second)
  a <- wilson(sum(first), n, conf)
  b <- wilson(sum(second), n, conf)
  margins <- pa * (1 - pa) * pb * (1 - pb)
  phi <- if (margins == 0) 0 else (mean(first * second) - pa * pb) / sqrt(margins)
  side <- function(x, y) sqrt(max(0, x^2 - 2 * phi * x * y + y^2))
  d <- pa - pb
  c(max(-1, d - side(pa - a[1], b[2] - pb)), min(1, d + side(a[2] - pa, pb - b[1])))
}

# Where no case differs, phi leaves the interval next to no width: the exact limit of cases that differ instead.
share_limits <- function(first, second, conf = level) {
  if (all(first == second)) alike_limits(0, length(first), c(-1, 1), conf) else newcombe(first, second, conf)
}

# One-sided p of a share that is not lower by the margin: the p at which the lower limit of level 1 - 2 p is the margin. At
# most 0.5, where the estimate itself is no higher; smaller ones than 1e-8 are not told apart.
not_worse_shares <- function(first, second, margin) {
  above <- function(log_p) share_limits(first, second, 1 - 2 * exp(log_p))[1] + margin
  ends <- log(c(1e-8, 0.5 - 1e-9))
  if (above(ends[1]) > 0) return(1e-8)
  if (above(ends[2]) <= 0) return(0.5)
  exp(uniroot(above, ends, tol = 1e-14)$root)
}

# Standard error of a mean over cases that come in clusters: that of vcovCL(lm(y ~ 1), cluster, type = "HC0").
cluster_se <- function(values, cluster) {
  fit <- lm(values ~ 1)
  sums <- rowsum(residuals(fit), cluster)
  groups <- nrow(sums)
  if (groups < 2) NA else sqrt(groups / (groups - 1) * sum(sums^2)) / length(values)
}

# Cases with a value for both arms, as they enter a comparison.
bench_pairs <- function(first, second, layer, column = "agrees") {
  one <- outcome_of(first, layer, column)
  other <- outcome_of(second, layer, column)
  cases <- sort(intersect(names(one)[!is.na(one)], names(other)[!is.na(other)]))
  data.frame(case = cases, cluster = unname(couple_of[cases]), first = unname(one[cases]), second = unname(other[cases]))
}

# Votes between two arms, +1 for the first.
votes_between <- function(lines, first, second, criterion) {
  own <- lines[lines$criterion == criterion, , drop = FALSE]
  straight <- own$left == first & own$right == second
  turned <- own$left == second & own$right == first
  own <- own[straight | turned, , drop = FALSE]
  to_left <- ifelse(own$choice == "left", 1, ifelse(own$choice == "right", -1, 0))
  data.frame(
    case = own$case, rater = own$rater, kind = own$rater_kind, centre = own$centre, choice = own$choice,
    value = ifelse(own$left == first, to_left, -to_left), on_left = own$left == first
  )
}
decided <- function(votes) votes[votes$value != 0, , drop = FALSE]
as_planned <- function(votes) if (ties == "half") votes else decided(votes)

# Mean vote of each case, against 0.
net_benefit_pairs <- function(votes) {
  if (nrow(votes) == 0) return(data.frame(case = character(0), cluster = character(0), first = numeric(0), second = numeric(0)))
  means <- tapply(votes$value, votes$case, mean)
  data.frame(case = names(means), cluster = unname(couple_of[names(means)]), first = as.numeric(means), second = 0)
}

# Mean scores of each case, over the raters who rated both arms.
rating_pairs <- function(lines, first, second, criterion) {
  own <- lines[lines$criterion == criterion, ]
  both <- merge(own[own$arm == first, c("case", "rater", "score")], own[own$arm == second, c("case", "rater", "score")],
    by = c("case", "rater"))
  one_sided <- nrow(unique(own[own$arm %in% c(first, second), c("case", "rater")])) - nrow(both)
  if (nrow(both) == 0) {
    return(list(pairs = net_benefit_pairs(data.frame(value = numeric(0))), incomplete = one_sided, both = both))
  }
  one <- tapply(both$score.x, both$case, mean)
  other <- tapply(both$score.y, both$case, mean)
  pairs <- data.frame(case = names(one), cluster = unname(couple_of[names(one)]), first = as.numeric(one), second = as.numeric(other))
  list(pairs = pairs, incomplete = one_sided, both = both)
}

# Shares of cases, one case a couple: Newcombe and McNemar, by binom.test. Else BCa and the sign-flip test over couples.
is_closed <- function(pairs, shares) shares && !anyDuplicated(pairs$cluster)

emit_estimate <- function(path, pairs, shares = FALSE, conf = level, reach = c(-1, 1)) {
  if (nrow(pairs) == 0) return(invisible())
  difference <- pairs$first - pairs$second
  if (is_closed(pairs, shares)) {
    limits <- share_limits(pairs$first, pairs$second, conf)
    emit_all(path, list(value = mean(difference), low = limits[1], high = limits[2], n = nrow(pairs)))
  } else {
    emit_bca(path, cluster_sums(pairs$cluster, cbind(difference, 1)), ratio_of_sums, nrow(pairs), conf, reach)
  }
}

pair_test <- function(pairs, shares = FALSE, alternative = "two.sided") {
  difference <- pairs$first - pairs$second
  if (is_closed(pairs, shares)) {
    b <- sum(difference > 0)
    c <- sum(difference < 0)
    p <- if (b + c == 0) 1 else binom.test(b, b + c, 0.5, alternative)$p.value
    return(list(statistic = b - c, n = b + c, p = p, exact = TRUE))
  }
  sign_flip(as.vector(cluster_sums(pairs$cluster, difference)), alternative, over = nrow(pairs))
}

emit_test <- function(path, test) {
  if (is.null(test)) return(invisible())
  emit_all(path, test[names(test) %in% c("statistic", "n", "df", "positive", "negative", "rankBiserial")])
  emit_p(paste0(path, ".p"), test)
}

# Power of McNemar's exact test of n cases where the shares differ by d and `rate` of the cases differ, or d of them if that is
# more: over the numbers of cases that differ, the chance that the test of them rejects.
mcnemar_power <- function(d, n, rate, level_of_test, tails) {
  rate <- max(rate, d)
  first <- (rate + d) / 2 / rate
  differing <- 0:n
  critical <- qbinom(level_of_test / tails, differing, 0.5, lower.tail = FALSE) + 1
  rejects <- pbinom(critical - 1, differing, first, lower.tail = FALSE)
  if (tails == 2) rejects <- rejects + pbinom(differing - critical, differing, first)
  sum(dbinom(differing, n, rate) * rejects)
}

# Smallest true difference that is found with power 0.8 at the level of the family: exact of shares, else by the spread.
detectable <- function(pairs, shares, direction, tests) {
  tails <- if (direction == "first-higher") 1 else 2
  if (is_closed(pairs, shares) && nrow(pairs) <= 2000) {
    short <- function(d) mcnemar_power(d, nrow(pairs), mean(pairs$first != pairs$second), alpha / tests, tails) - 0.8
    return(if (short(1) < 0) NULL else uniroot(short, c(1e-9, 1), tol = 1e-15)$root)
  }
  se <- cluster_se(pairs$first - pairs$second, pairs$cluster)
  if (is.na(se) || se <= 1e-12 || length(unique(pairs$cluster)) < 10) return(NULL)
  (qnorm(1 - alpha / tests / tails) + qnorm(0.8)) * se
}

# Everything of one comparison but the rating's own test; `tests` is the size of its family in a plan.
emit_comparison <- function(path, pairs, shares = FALSE, direction = "two-sided", margin = NA, own_test = NULL, reach = c(-1, 1),
                            tests = NA) {
  emit_all(path, list(cases = nrow(pairs), clusters = length(unique(pairs$cluster))))
  if (nrow(pairs) == 0) return(invisible())
  emit_estimate(paste0(path, ".estimate"), pairs, shares, reach = reach)
  alternative <- if (direction == "first-higher") "greater" else "two.sided"
  emit_test(paste0(path, ".test"), if (is.null(own_test)) pair_test(pairs, shares, alternative) else own_test)
  if (!is.na(tests)) emit(paste0(path, ".minimumDetectable.value"), detectable(pairs, shares, direction, tests))
  if (!is.na(margin) && is_closed(pairs, shares)) {
    emit(paste0(path, ".notWorse.p"), not_worse_shares(pairs$first, pairs$second, margin))
  } else if (!is.na(margin)) {
    shifted <- as.vector(cluster_sums(pairs$cluster, pairs$first - pairs$second + margin))
    emit_p(paste0(path, ".notWorse.p"), sign_flip(shifted, "greater"))
  }
}
