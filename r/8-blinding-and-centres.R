# ---- Blinding, centres, counts ---------------------------------------------------------------------------------------

clamp <- function(x, low, high) pmin(high, pmax(low, x))

# Bang's index (two classes) and its form for k classes: (p_correct - (1 - p_unknown) / k) / (1 - 1 / k).
emit_bang <- function(path, correct, wrong, unknown, classes) {
  n <- correct + wrong + unknown
  if (n == 0) return(invisible())
  p <- c(correct, wrong, unknown) / n
  value <- (p[1] - (1 - p[3]) / classes) / (1 - 1 / classes)
  # Variance of a sum of multinomial shares with these weights.
  weights <- c(1, -1 / (classes - 1), 0)
  se <- if (any(p == 1)) 0 else sqrt(max(0, sum(p * weights^2) - sum(p * weights)^2) / n)
  limits <- function(z) clamp(value + c(-1, 1) * z * se, -1 / (classes - 1), 1)
  two <- limits(qnorm((1 + level) / 2))
  one <- limits(qnorm(level))
  emit_all(path, list(value = value, low = two[1], high = two[2], n = n, standardError = se))
  emit_all(paste0(path, ".oneSided"), list(lower = one[1], upper = one[2]))
}

# James' index from shares of true sources (rows: physician, model) by answers (physician, model, unknown), weights 0 for
# right, 1/2 for wrong and 1 for "do not know"; cells row by row.
james <- function(p) {
  p11 <- p[, 1]; p12 <- p[, 2]; p1u <- p[, 3]; p21 <- p[, 4]; p22 <- p[, 5]; p2u <- p[, 6]
  unknown <- p1u + p2u
  named <- 1 - unknown
  observed <- (p12 + p21) / 2 / named
  chance <- ((p11 + p12) * (p12 + p22) + (p21 + p22) * (p11 + p21)) / 2 / named^2
  (1 + unknown + named * (observed - chance) / chance) / 2
}

if (nrow(guesses) > 0) {
  source <- ifelse(guesses$arm == physician, "physician", "model")
  guesses$right <- guesses$guess == source
  guesses$unknown <- guesses$guess == "unknown"
  emit("blinding.guesses", nrow(guesses))
  counts <- table(factor(source, c("physician", "model")), factor(guesses$guess, c("physician", "model", "unknown")))
  cells <- as.vector(t(counts))
  emit_row("blinding.table.counts", cells)
  tally <- function(path, own) emit_bang(path, sum(own$right), sum(!own$right & !own$unknown), sum(own$unknown), 2)
  asked <- any(!is.na(guesses$guessed_arm))
  for (arm in reviewed[reviewed %in% guesses$arm]) {
    path <- at("blinding.arms", arm)
    own <- guesses[guesses$arm == arm, ]
    emit(paste0(path, ".guesses"), nrow(own))
    tally(paste0(path, ".bang"), own)
    sums <- cluster_sums(couple_of[own$case], cbind(own$right, !own$right & !own$unknown, own$unknown))
    # Right less wrong guesses, with the errors of couples, one-sided at alpha over the number of arms.
    worth <- ifelse(own$unknown, 0, ifelse(own$right, 1, -1))
    couples <- length(unique(couple_of[own$case]))
    if (couples >= 10) {
      t <- qt(1 - alpha / sum(reviewed %in% guesses$arm), couples - 1)
      emit(paste0(path, ".lowerLimit.value"), mean(worth) - t * cluster_se(worth, unname(couple_of[own$case])))
    }
    emit_bca(paste0(path, ".byCase"), sums, function(t) (t[, 1] - t[, 2]) / rowSums(t), nrow(own))
    if (asked && length(reviewed) > 1) {
      unknown <- is.na(own$guessed_arm)
      right <- own$guessed_arm %in% arm
      emit_bang(paste0(path, ".kClass"), sum(right), sum(!right & !unknown), sum(unknown), length(reviewed))
    }
  }
  for (rater in sort(unique(guesses$rater))) {
    tally(paste0(at("blinding.raters", rater), ".bang"), guesses[guesses$rater == rater, ])
  }
  n <- sum(cells)
  share <- matrix(cells / n, 1)
  value <- if (sum(counts[, "unknown"]) == n) 1 else james(share)
  if (is.finite(value)) {
    # Delta method; the gradient by complex steps, exact to the last digits.
    gradient <- if (value == 1 && sum(counts[, "unknown"]) == n) {
      rep(0, 6)
    } else {
      sapply(1:6, function(i) Im(james(share + 1e-30i * (1:6 == i))) / 1e-30)
    }
    se <- sqrt(max(0, sum(share * gradient^2) - sum(share * gradient)^2) / n)
    half <- qnorm((1 + level) / 2) * se
    emit_all("blinding.james", list(value = value, low = max(0, min(value, value - half)), high = max(value, min(1, value + half)),
      n = n, standardError = se))
    column <- (source == "model") * 3 + match(guesses$guess, c("physician", "model", "unknown"))
    sums <- cluster_sums(couple_of[guesses$case], 1 * outer(column, 1:6, "=="))
    emit_bca("blinding.jamesByCase", sums, function(t) james(t / rowSums(t)), n)
  }
  for (criterion in criteria_of(preferences)) for (pair in every_pair(reviewed)) {
    path <- at("blinding.netBenefit", criterion, pair)
    votes <- as_planned(votes_between(preferences, pair[1], pair[2], criterion))
    knows <- knowledge_of(votes, pair[1], pair[2])
    emit_estimate(paste0(path, ".guessedRight"), net_benefit_pairs(votes[knows %in% "some", ]))
    emit_estimate(paste0(path, ".notGuessed"), net_benefit_pairs(votes[knows %in% "neither", ]))
  }
}

# Meta-analysis of centres with the formulas of metafor::rma.
weighted <- function(y, v, tau2) {
  w <- 1 / (v + tau2)
  list(w = w, mu = sum(w * y) / sum(w), q = sum(w * (y - sum(w * y) / sum(w))^2))
}
between_variance <- function(y, v, method) {
  k <- length(y)
  if (k < 2) return(0)
  fixed <- weighted(y, v, 0)
  if (method == "DL") return(max(0, (fixed$q - (k - 1)) / (sum(fixed$w) - sum(fixed$w^2) / sum(fixed$w))))
  # REML: the best of the roots of the score, and 0.
  likelihood <- function(tau2) with(weighted(y, v, tau2), (sum(log(w)) - log(sum(w)) - q) / 2)
  score <- function(tau2) with(weighted(y, v, tau2), -sum(w) + sum(w^2) / sum(w) + sum(w^2 * (y - mu)^2))
  grid <- c(0, exp(seq(log(min(v) * 1e-5), log(10 * (max(v) + diff(range(y))^2)), length.out = 400)))
  values <- vapply(grid, score, 0)
  roots <- 0
  for (i in which(values[-length(values)] > 0 & values[-1] <= 0)) {
    roots <- c(roots, uniroot(score, grid[i + 0:1], tol = 1e-16, maxiter = 1000)$root)
  }
  roots[which.max(vapply(roots, likelihood, 0))]
}

emit_random_effects <- function(path, y, v, id, method = "REML", knapp = TRUE) {
  k <- length(y)
  if (k == 0) return(invisible())
  tau2 <- between_variance(y, v, method)
  fit <- weighted(y, v, tau2)
  knapp <- knapp && k > 1
  # Hartung-Knapp with q at least 1, so that centres that agree by chance do not narrow it below Wald.
  se <- sqrt((if (knapp) max(1, fit$q / (k - 1)) else 1) / sum(fit$w))
  critical <- if (knapp) qt((1 + level) / 2, k - 1) else qnorm((1 + level) / 2)
  statistic <- fit$mu / se
  p <- 2 * if (knapp) pt(-abs(statistic), k - 1) else pnorm(-abs(statistic))
  emit_all(path, list(value = fit$mu, low = fit$mu - critical * se, high = fit$mu + critical * se, n = k,
    standardError = se, tau2 = tau2))
  emit_all(paste0(path, ".test"), list(statistic = statistic, p = p, n = k))
  if (knapp) emit(paste0(path, ".test.df"), k - 1)
  if (k > 1) {
    fixed <- weighted(y, v, 0)
    typical <- (k - 1) / (sum(fixed$w) - sum(fixed$w^2) / sum(fixed$w))
    emit_all(paste0(path, ".heterogeneity"), list(i2 = tau2 / (tau2 + typical), h2 = 1 + tau2 / typical))
    emit_all(paste0(path, ".heterogeneity.test"), list(statistic = fixed$q, df = k - 1,
      p = pchisq(fixed$q, k - 1, lower.tail = FALSE), n = k))
    ahead <- critical * sqrt(se^2 + tau2)
    emit_all(paste0(path, ".predictionInterval"), list(low = fit$mu - ahead, high = fit$mu + ahead))
  }
  for (i in seq_len(k)) emit(paste0(at(paste0(path, ".weights"), id[i]), ".weight"), fit$w[i] / sum(fit$w))
}

centre_names <- sort(unique(preferences$centre[!is.na(preferences$centre)]))
if (length(centre_names) > 1) for (criterion in criteria_of(preferences)) for (pair in every_pair(reviewed)) {
  path <- at("centres", criterion, pair)
  votes <- as_planned(votes_between(preferences, pair[1], pair[2], criterion))
  y <- v <- numeric(0)
  for (centre in centre_names) {
    own <- votes[votes$centre %in% centre, ]
    below <- at(paste0(path, ".centres"), centre)
    emit_all(below, list(votes = nrow(own), raters = length(unique(own$rater))))
    pairs <- net_benefit_pairs(own)
    if (nrow(pairs) == 0) next
    se <- cluster_se(pairs$first, pairs$cluster)
    if (is.na(se) || se < 1e-12) next
    mean <- mean(pairs$first)
    half <- qt((1 + level) / 2, length(unique(pairs$cluster)) - 1) * se
    emit_all(paste0(below, ".netBenefit"), list(value = mean, low = clamp(mean - half, -1, 1), high = clamp(mean + half, -1, 1),
      n = nrow(pairs)))
    y[centre] <- mean
    v[centre] <- se^2
  }
  emit_random_effects(paste0(path, ".pooled"), y, v, names(y))
  emit_random_effects(paste0(path, ".dersimonianLaird"), y, v, names(y), "DL", FALSE)
  if (length(y) > 0) {
    fixed <- weighted(y, v, 0)
    se <- 1 / sqrt(sum(fixed$w))
    z <- fixed$mu / se
    half <- qnorm((1 + level) / 2) * se
    emit_all(paste0(path, ".common"), list(value = fixed$mu, low = fixed$mu - half, high = fixed$mu + half, n = length(y), standardError = se))
    emit_all(paste0(path, ".common.test"), list(statistic = z, p = 2 * pnorm(-abs(z)), n = length(y)))
  }
  for (without in names(y)) {
    left <- names(y) != without
    emit_random_effects(paste0(at(paste0(path, ".leaveOneOut"), without), ".result"), y[left], v[left], names(y)[left])
  }
  several <- tapply(paste(votes$centre), votes$rater, function(own) length(unique(own)))
  emit(paste0(path, ".sharedRaters"), sum(several > 1))
}

emit("cases", nrow(study_cases))
emit("couples", length(unique(study_cases$couple)))
every_line <- list(all_ratings, all_preferences, all_guesses)
if (length(reviewed) > 0) {
  of_all <- function(column) unlist(lapply(every_line, `[[`, column))
  kinds <- of_all("rater_kind")
  emit_all("review", list(
    cases = length(unique(of_all("case"))),
    clinicians = length(unique(of_all("rater")[kinds == "clinician"])),
    judges = length(unique(of_all("rater")[kinds == "judge"])),
    ratings = nrow(all_ratings), preferences = nrow(all_preferences), guesses = nrow(all_guesses),
    repeats = sum(kept(all_ratings)$repeat_) + sum(kept(all_preferences)$repeat_),
    excluded = sum(of_all("excluded"))
  ))
}
