# ---- Random draws, and how far apart two computations may lie because of them ----------------------------------------

# With so many comparisons, a chance of one in a thousand that any of them is a false alarm (Bonferroni, normal).
drawn_numbers <- max(1, sum(expected$kind == "resampled"))
alarm <- 0.001 / drawn_numbers
wide <- qnorm(1 - alarm / 2)

# How often each cluster is drawn in each resample (a column), once for each number of clusters.
resample_cache <- new.env()
resample_counts <- function(clusters) {
  key <- as.character(clusters)
  if (is.null(resample_cache[[key]])) {
    # Many clusters are drawn less often, so that the counts fit the memory.
    draws <- max(resamples, min(own_draws, floor(4e7 / clusters)))
    resample_cache[[key]] <- rmultinom(draws, clusters, rep(1, clusters))
  }
  resample_cache[[key]]
}

# Sums by cluster (a matrix, one row a cluster) under every resample: one row a resample.
resampled_sums <- function(sums) crossprod(resample_counts(nrow(sums)), sums)

cluster_sums <- function(cluster, values) {
  rowsum(1 * as.matrix(values), cluster)
}

# BCa limits (Efron 1987) of a function of sums, and the tolerance of another BCa limit from `draws` other resamples.
# The tolerance is the distance, on our replicates, between the quantiles at the level of the limit plus and minus `wide`
# standard errors of that level. Two things are random in it: the quantile of the replicates, with variance a(1 - a) / B,
# and the bias correction z0, through its share p0 of replicates below the estimate; both come from the same replicates,
# which gives their covariance. Both computations are random, so their variances add.
bca_limits <- function(sums, statistic, conf = level, draws = resamples, given = NULL) {
  totals <- colSums(sums)
  estimate <- statistic(matrix(totals, 1))
  replicates <- statistic(resampled_sums(sums))
  replicates <- replicates[is.finite(replicates)]
  rounding <- 1e-12 * max(1, abs(replicates))
  if (diff(range(replicates)) <= rounding) {
    return(list(estimate = estimate, limits = c(estimate, estimate), tolerance = c(NA, NA)))
  }
  replicates <- sort(replicates)
  own <- length(replicates)
  ties <- mean(abs(replicates - estimate) <= rounding)
  p0 <- mean(replicates < estimate - rounding) + ties / 2
  z0 <- qnorm(p0)
  deleted <- statistic(matrix(totals, nrow(sums), ncol(sums), byrow = TRUE) - sums)
  deleted[!is.finite(deleted)] <- estimate
  away <- mean(deleted) - deleted
  acceleration <- if (sum(away^2) == 0) 0 else sum(away^3) / (6 * sum(away^2)^1.5)
  z <- qnorm(1 - (1 - conf) / 2) * c(-1, 1)
  levels <- if (is.finite(z0)) pnorm(z0 + (z0 + z) / (1 - acceleration * (z0 + z))) else pnorm(z)
  limits <- quantile(replicates, levels, names = FALSE)
  slope <- if (is.finite(z0)) {
    dnorm(qnorm(levels)) * (1 + 1 / (1 - acceleration * (z0 + z))^2) / dnorm(z0)
  } else {
    c(0, 0)
  }
  # Replicates equal to the estimate count half, which leaves less variance than p0 (1 - p0).
  var0 <- max(0, p0 * (1 - p0) - ties / 4)
  reach <- function(level) {
    joint <- pmin(level, p0) - level * p0
    unit <- pmax(level * (1 - level) + slope^2 * var0 - 2 * slope * joint, 0)
    # Near 0 and 1 shares are skewed: what is reached in draws is at least a few draws away.
    pmax(wide * sqrt(unit * (1 / draws + 1 / own)), wide^2 / draws / 2)
  }
  # As in a score interval, the variance is that of the level reached and not of the one set out from.
  from <- to <- levels
  for (step in 1:50) {
    from <- pmax(0, levels - reach(from))
    to <- pmin(1, levels + reach(to))
  }
  low <- quantile(replicates, pmin(from, levels), names = FALSE)
  high <- quantile(replicates, pmax(to, levels), names = FALSE)
  tolerance <- if (is.null(given)) pmax(limits - low, high - limits) else ifelse(given < limits, limits - low, high - limits)
  list(estimate = estimate, limits = limits, tolerance = tolerance + rounding)
}

# Limits where every cluster has the same value: as many as the exact upper limit of 0 in all may be elsewhere, at worst at
# an end of the values that there can be.
alike_limits <- function(value, clusters, reach, conf = level) {
  elsewhere <- binom.test(0, clusters, conf.level = conf)$conf.int[2]
  (1 - elsewhere) * value + elsewhere * reach
}

# The estimate with its limits below a path; `reach` holds the smallest and the largest value of a mean. Fewer than 10 clusters: no interval, and nothing is expected.
emit_bca <- function(path, sums, statistic, n, conf = level, reach = NULL) {
  if (is.null(sums) || nrow(sums) < 10) return(invisible())
  given <- ours[paste0(path, c(".low", ".high"))]
  result <- bca_limits(sums, statistic, conf, given = if (anyNA(given)) NULL else given)
  if (!is.finite(result$estimate)) return(invisible())
  if (!is.null(reach) && anyNA(result$tolerance)) result$limits <- alike_limits(result$estimate, nrow(sums), reach, conf)
  emit(paste0(path, ".value"), result$estimate)
  emit(paste0(path, ".low"), result$limits[1], result$tolerance[1])
  emit(paste0(path, ".high"), result$limits[2], result$tolerance[2])
  emit(paste0(path, ".n"), n)
}

ratio_of_sums <- function(totals) totals[, 1] / totals[, 2]

# How far a p value from `draws` random relabellings may lie from the p that is true (exact) or drawn here.
p_tolerance <- function(p, given, draws = resamples, own = Inf) {
  if (is.na(given)) return(NA)
  if (is.infinite(own)) {
    # (1 + X) / (B + 1) with X binomial.
    tail <- alarm / 2
    bound <- (1 + if (given > p) qbinom(tail, draws, p, lower.tail = FALSE) else qbinom(tail, draws, p)) / (draws + 1)
    return(abs(bound - p) + 1 / (draws + 1))
  }
  pooled <- (p * own + given * draws + 1) / (own + draws + 2)
  wide * sqrt(pooled * (1 - pooled) * (1 / draws + 1 / own)) + wide^2 / draws / 2
}

# Steps of which all numbers are multiples; NA when there are none that are not tiny.
common_step <- function(values) {
  for (parts in c(1:60, 84, 120, 180, 210, 360, 420, 840, 1260, 2520, 5040)) {
    if (all(abs(values * parts - round(values * parts)) < 1e-7)) return(parts)
  }
  NA
}

# P value of flipping the signs of whole clusters. Multiples of a common step have an exact distribution, by convolution,
# for any number of clusters; others are flipped at random. `exact` says whether the analysis went through all flips too.
# The statistic is the sum over clusters by `over`, the number of cases for their mean.
sign_flip <- function(sums, alternative = "two.sided", parts = NULL, over = 1) {
  moving <- sums[abs(sums) > 1e-12]
  exact <- length(moving) <= 20
  result <- list(statistic = sum(sums) / over, n = length(sums), exact = exact, own = Inf)
  if (length(moving) == 0) return(c(result, p = 1))
  if (is.null(parts) || any(abs(moving * parts - round(moving * parts)) > 1e-6)) parts <- common_step(moving)
  whole <- round(abs(moving) * parts)
  if (!is.na(parts) && sum(whole) * length(whole) < 5e8) {
    share <- 1
    for (step in whole) share <- (c(share, rep(0, step)) + c(rep(0, step), share)) / 2
    total <- 2 * (seq_along(share) - 1) - sum(whole)
    observed <- round(sum(moving * parts))
    far <- if (alternative == "greater") total >= observed else abs(total) >= abs(observed)
    return(c(result, p = min(1, sum(share[far]))))
  }
  observed <- sum(moving)
  draws <- if (exact) 2^length(moving) else own_draws
  flips <- if (exact) {
    all <- 0
    for (value in moving) all <- c(all + value, all - value)
    all
  } else {
    as.vector(matrix(sample(c(-1, 1), draws * length(moving), TRUE), draws) %*% moving)
  }
  limit <- (if (alternative == "greater") observed else abs(observed)) - 1e-10 * max(abs(flips))
  far <- sum((if (alternative == "greater") flips else abs(flips)) >= limit)
  if (exact) return(c(result, p = far / draws))
  result$own <- own_draws
  c(result, p = (far + 1) / (draws + 1))
}

emit_p <- function(id, test) {
  emit(id, test$p, if (test$exact) NA else p_tolerance(test$p, ours[id], own = test$own))
}
