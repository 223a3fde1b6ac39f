# ---- Ranks and ratings ---------------------------------------------------------------------------------------------

# Equal means of scores stay equal in a ranking, and differences of nothing stay 0.
even <- function(x) round(x, 10)

# One difference a couple.
couple_differences <- function(pairs) even(as.vector(tapply(pairs$first - pairs$second, pairs$cluster, mean)))

# P(S <= limit), S the sum of a random half of ranks; exact with ties, where wilcox.test has no exact p.
subset_sum_tail <- function(ranks, limit) {
  share <- 1
  for (rank in round(2 * ranks)) share <- (c(share, rep(0, rank)) + c(rep(0, rank), share)) / 2
  sum(share[seq_len(min(length(share), floor(2 * limit + 1e-9) + 1))])
}

# Wilcoxon's signed-rank test: exact up to 25 differences that are not 0, else R's normal approximation.
signed_rank <- function(x, correct = FALSE, alternative = "two.sided", pratt = FALSE) {
  used <- x[x != 0]
  n <- length(used)
  if (n == 0) return(list(statistic = 0, n = 0, p = 1, exact = TRUE, positive = 0, negative = 0, rankBiserial = 0))
  ranks <- if (pratt) rank(abs(x))[x != 0] else rank(abs(used))
  positive <- sum(ranks[used > 0])
  negative <- sum(ranks[used < 0])
  p <- if (n <= 25) {
    if (alternative == "greater") {
      subset_sum_tail(ranks, negative)
    } else {
      min(1, 2 * subset_sum_tail(ranks, min(positive, negative)))
    }
  } else if (pratt) {
    2 * pnorm(-abs(positive - negative) / 2 / sqrt(sum(ranks^2) / 4))
  } else {
    wilcox.test(x, alternative = alternative, exact = FALSE, correct = correct)$p.value
  }
  list(statistic = positive, n = n, p = p, exact = TRUE, positive = positive, negative = negative,
    rankBiserial = (positive - negative) / (positive + negative))
}

# Weighted mean with variance V_case + V_rater - V_case:rater, each as vcovCL(type = "HC0", cadjust = TRUE), never below the
# larger of the first two; t with min(G, R) - 1 df.
two_way_mean <- function(value, couple, rater, weight) {
  fit <- lm(value ~ 1, weights = weight)
  scores <- weight * residuals(fit) / sum(weight)
  variance <- function(labels) {
    sums <- rowsum(scores, labels)
    if (nrow(sums) < 2) 0 else nrow(sums) / (nrow(sums) - 1) * sum(sums^2)
  }
  cases <- length(unique(couple))
  raters <- length(unique(rater))
  if (cases < 2 || raters < 2) return(NULL)
  v <- c(variance(couple), variance(rater), variance(paste(couple, rater, sep = "\r")))
  combined <- max(v[1] + v[2] - v[3], v[1], v[2])
  if (combined < 1e-28) return(NULL)
  se <- sqrt(combined)
  df <- min(cases, raters) - 1
  mean <- as.numeric(coef(fit))
  half <- qt((1 + level) / 2, df) * se
  list(value = mean, low = mean - half, high = mean + half, n = length(value), standardError = se,
    p = 2 * pt(-abs(mean / se), df), df = df, cases = cases, raters = raters)
}

# Arm labels permuted within blocks; the statistic is the sum of squares of the arms' totals about their mean.
block_permutation <- function(blocks) {
  k <- ncol(blocks)
  n <- nrow(blocks)
  spread <- function(totals) rowSums((totals - rowMeans(totals))^2)
  observed <- spread(matrix(colSums(blocks), 1))
  exact <- n * log2(factorial(k)) <= 20 + 1e-9
  orders <- as.matrix(expand.grid(rep(list(seq_len(k)), k)))
  orders <- orders[apply(orders, 1, function(o) length(unique(o)) == k), , drop = FALSE]
  totals <- matrix(0, if (exact) 1 else own_draws, k)
  for (i in seq_len(n)) {
    totals <- if (exact) {
      do.call(rbind, lapply(seq_len(nrow(orders)), function(o) sweep(totals, 2, blocks[i, orders[o, ]], "+")))
    } else {
      drawn <- orders[sample(nrow(orders), own_draws, TRUE), ]
      totals + matrix(blocks[i, drawn], own_draws)
    }
  }
  spreads <- spread(totals)
  far <- sum(spreads >= observed - 1e-10 * max(spreads, observed))
  if (exact) return(list(statistic = observed, n = n, p = far / length(spreads), exact = TRUE))
  list(statistic = observed, n = n, p = (far + 1) / (own_draws + 1), exact = FALSE, own = own_draws)
}

emit_omnibus <- function(path, own, here) {
  # Raters who rated every arm of a case: one who left an arm out is strict or mild with the others alone.
  block <- paste(own$case, own$rater, sep = "\r")
  rated <- tapply(own$arm, block, function(arms) length(unique(arms)))
  own <- own[rated[block] == length(here), ]
  cells <- tapply(own$score, list(own$couple, factor(own$arm, levels = here)), mean)
  raw <- cells[rowSums(is.na(cells)) == 0, , drop = FALSE]
  dimnames(raw) <- NULL
  blocks <- even(raw)
  n <- nrow(blocks)
  k <- ncol(blocks)
  emit(paste0(path, ".cases"), n)
  if (n == 0 || k < 2) return(invisible())
  within <- any(apply(blocks, 1, function(row) diff(range(row)) > 0))
  chi <- if (within) unname(friedman.test(blocks)$statistic) else 0
  emit_all(paste0(path, ".friedman"), list(statistic = chi, df = k - 1, n = n,
    p = if (within) pchisq(chi, k - 1, lower.tail = FALSE) else 1))
  w <- chi / (n * (k - 1))
  emit_all(paste0(path, ".friedman"), list(kendallW = w))
  emit(paste0(path, ".kendallW"), w)
  if (within && n > 1 && w < 1 - 1e-12) {
    f <- (n - 1) * chi / (n * (k - 1) - chi)
    df <- c(k - 1, (k - 1) * (n - 1))
    for (part in paste0(path, c(".imanDavenport", ".friedman.imanDavenport"))) {
      emit_all(part, list(statistic = f, p = pf(f, df[1], df[2], lower.tail = FALSE)))
      emit_row(paste0(part, ".df"), df)
    }
  }
  # Rounded once only, or ties would break.
  aligned <- matrix(rank(round(raw - rowMeans(raw), 10)), n)
  spread <- sum((aligned - rowMeans(aligned))^2)
  t <- if (spread == 0) 0 else (k - 1) * sum((colSums(aligned) - mean(colSums(aligned)))^2) / spread
  emit_all(paste0(path, ".alignedRanks"), list(statistic = t, df = k - 1, n = n,
    p = if (spread == 0) 1 else pchisq(t, k - 1, lower.tail = FALSE)))
  emit_test(paste0(path, ".permutation"), block_permutation(blocks))
}

emit_rating_contrast <- function(path, own, first, second, criterion) {
  found <- rating_pairs(own, first, second, criterion)
  if (nrow(found$pairs) == 0) return(invisible())
  d <- couple_differences(found$pairs)
  by_r <- signed_rank(d, correct = TRUE)
  emit_test(paste0(path, ".wilcoxonR"), by_r)
  emit_test(paste0(path, ".wilcoxonScipy"), signed_rank(d))
  emit_test(paste0(path, ".wilcoxonPratt"), signed_rank(d, pratt = TRUE))
  walsh <- outer(d, d, "+") / 2
  emit_all(path, list(rankBiserial = by_r$rankBiserial, hodgesLehmann = median(walsh[lower.tri(walsh, diag = TRUE)]),
    superiority = mean(sign(d))))
  both <- found$both
  both$difference <- both$score.x - both$score.y
  for (rater in sort(unique(both$rater))) {
    mine <- both$difference[both$rater == rater]
    emit_all(at(paste0(path, ".raters"), rater), list(difference = mean(mine), cases = length(mine)))
  }
  if (length(unique(both$rater)) >= fewest_raters) {
    weight <- 1 / as.vector(table(both$case)[both$case])
    emit_all(paste0(path, ".cliniciansLikeThem"),
      two_way_mean(both$difference, couple_of[both$case], both$rater, weight))
  }
}

for (criterion in criteria_of(ratings)) {
  path <- at("ratings", criterion)
  own <- ratings[ratings$criterion == criterion, ]
  here <- reviewed[reviewed %in% own$arm]
  for (arm in here) {
    mine <- own[own$arm == arm, ]
    below <- at(paste0(path, ".arms"), arm)
    means <- tapply(mine$score, mine$case, mean)
    emit_all(below, list(ratings = nrow(mine), cases = length(means)))
    emit_row(paste0(below, ".counts"), as.vector(table(factor(mine$score, levels = scale_limits[1]:scale_limits[2]))))
    emit_bca(paste0(below, ".mean"), cluster_sums(couple_of[names(means)], cbind(means, 1)), ratio_of_sums, length(means),
      reach = scale_limits)
  }
  emit_omnibus(paste0(path, ".omnibus"), own, here)
  for (pair in every_pair(here)) emit_rating_contrast(at(paste0(path, ".contrasts"), pair), own, pair[1], pair[2], criterion)
  seen <- unique(own[c("case", "rater")])
  for (arm in here) {
    given <- paste(own$case, own$rater)[own$arm == arm]
    lacking <- seen$rater[!(paste(seen$case, seen$rater) %in% given)]
    for (rater in unique(lacking)) emit(paste0(at(paste0(path, ".missing"), arm, rater), ".missing"), sum(lacking == rater))
  }
}
