# ---- Preferences -----------------------------------------------------------------------------------------------------

# Design of left against right; the first arm is the reference.
pair_design <- function(lines, here, position = TRUE, covariate = NULL) {
  x <- sapply(here[-1], function(arm) (lines$left == arm) - (lines$right == arm))
  x <- matrix(x, nrow(lines))
  if (position) x <- cbind(x, 1)
  if (!is.null(covariate)) x <- cbind(x, covariate)
  x
}

# Contrasts of a fit under three covariances: the model's, clustered by couple, and by couple and rater.
robust <- function(bread, scores, couple, rater) {
  one_way <- function(labels) {
    sums <- rowsum(scores, labels)
    if (nrow(sums) < 2) return(NULL)
    list(v = bread %*% crossprod(sums) %*% bread * nrow(sums) / (nrow(sums) - 1), groups = nrow(sums))
  }
  first <- one_way(couple)
  second <- one_way(rater)
  both <- one_way(paste(couple, rater, sep = "\r"))
  n <- nrow(scores)
  wald <- function(path, value, variance, df) {
    if (is.null(variance) || !(variance > 0)) return(invisible())
    se <- sqrt(variance)
    statistic <- value / se
    half <- se * if (is.na(df)) qnorm((1 + level) / 2) else qt((1 + level) / 2, df)
    p <- 2 * if (is.na(df)) pnorm(-abs(statistic)) else pt(-abs(statistic), df)
    emit_all(path, list(value = value, low = value - half, high = value + half, n = n, standardError = se,
      statistic = statistic, p = p))
    if (!is.na(df)) emit(paste0(path, ".df"), df)
  }
  function(path, contrast, value) {
    form <- function(v) as.numeric(t(contrast) %*% v %*% contrast)
    model <- form(bread)
    zero <- function(v) if (v > 1e-18 * model) v else 0
    emit(paste0(path, ".value"), value)
    wald(paste0(path, ".model"), value, model, NA)
    if (!is.null(first)) wald(paste0(path, ".clustered"), value, zero(form(first$v)), first$groups - 1)
    if (!is.null(first) && !is.null(second)) {
      v <- c(form(first$v), form(second$v), form(both$v))
      wald(paste0(path, ".twoWay"), value, zero(max(v[1], v[2], v[1] + v[2] - v[3])), min(first$groups, second$groups) - 1)
    }
  }
}

emit_strengths <- function(path, here, at_maximum, infer, position = TRUE) {
  k <- length(here)
  size <- length(at_maximum)
  strengths <- c(0, at_maximum[seq_len(k - 1)])
  centred <- strengths - mean(strengths)
  pad <- function(weights) c(weights[-1], rep(0, size - (k - 1)))
  for (i in seq_len(k)) infer(at(paste0(path, ".arms"), here[i]), pad((seq_len(k) == i) - 1 / k), centred[i])
  for (pair in every_pair(seq_len(k))) {
    infer(at(paste0(path, ".pairs"), here[pair]), pad((seq_len(k) == pair[1]) - (seq_len(k) == pair[2])),
      centred[pair[1]] - centred[pair[2]])
  }
  if (position) infer(paste0(path, ".position"), as.numeric(seq_len(size) == k), at_maximum[k])
  centred
}

emit_matrix <- function(path, values) {
  for (i in seq_len(nrow(values))) emit_row(paste0(path, "[", i, "]"), values[i, ])
}

# Every arm reaches every other along wins (a tie is half a win each way): finite strengths.
is_connected <- function(wins) {
  reach <- wins > 0 | diag(nrow(wins)) > 0
  for (k in seq_len(nrow(wins))) reach <- reach | (reach %*% reach > 0)
  all(reach)
}

credit_of <- function(lines) ifelse(lines$choice == "left", 1, ifelse(lines$choice == "right", 0, 0.5))

win_table <- function(lines, here) {
  wins <- matrix(0, length(here), length(here))
  left <- match(lines$left, here)
  right <- match(lines$right, here)
  credit <- credit_of(lines)
  for (i in seq_along(credit)) {
    wins[left[i], right[i]] <- wins[left[i], right[i]] + credit[i]
    wins[right[i], left[i]] <- wins[right[i], left[i]] + 1 - credit[i]
  }
  wins
}

# glm with credits of 0, 1/2 and 1. Null where strengths, position or covariate have no finite effect.
bradley_terry <- function(lines, here, x) {
  credit <- credit_of(lines)
  if (!is_connected(win_table(lines, here)) || qr(x)$rank < ncol(x)) return(NULL)
  fit <- suppressWarnings(glm(credit ~ 0 + x, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100)))
  p <- fitted(fit)
  # Separation: a linear predictor runs off.
  if (!fit$converged || max(abs(fit$linear.predictors)) > 20) return(NULL)
  bread <- solve(crossprod(x, x * p * (1 - p)))
  list(at = unname(coef(fit)), infer = robust(bread, x * (credit - p), couple_of[lines$case], lines$rater),
    likelihood = sum(credit * log(p) + (1 - credit) * log(1 - p)))
}

emit_bradley_terry <- function(path, lines, here) {
  if (length(here) < 2) return(invisible())
  fit <- bradley_terry(lines, here, pair_design(lines, here))
  if (is.null(fit)) {
    # Shown, not reported: half a win added each way to every pair, no position.
    wins <- win_table(lines, here) + 0.5
    pairs <- do.call(rbind, every_pair(seq_along(here)))
    x <- sapply(seq_along(here)[-1], function(arm) (pairs[, 1] == arm) - (pairs[, 2] == arm))
    w <- wins[pairs]
    l <- wins[pairs[, 2:1, drop = FALSE]]
    x <- matrix(x, nrow(pairs))
    shown <- suppressWarnings(glm(cbind(w, l) ~ 0 + x, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100)))
    strengths <- c(0, coef(shown)) - mean(c(0, coef(shown)))
    for (i in seq_along(here)) emit(paste0(at(paste0(path, ".displayOnly.arms"), here[i]), ".value"), strengths[i])
    emit_matrix(paste0(path, ".displayOnly.winProbabilities"), plogis(outer(strengths, strengths, "-")))
    return(invisible())
  }
  strengths <- emit_strengths(path, here, fit$at, fit$infer)
  emit_matrix(paste0(path, ".winProbabilities"), plogis(outer(strengths, strengths, "-")))
  emit_all(path, list(logLikelihood = fit$likelihood, n = nrow(lines), ties = sum(credit_of(lines) == 0.5)))
}

# Davidson (1970) as a softmax of three cells with features (x / 2, 0), (-x / 2, 0), (0, 1): optim, then Newton to the end.
davidson <- function(x, outcome) {
  n <- nrow(x)
  features <- list(cbind(x / 2, 0), cbind(-x / 2, 0), cbind(matrix(0, n, ncol(x)), 1))
  cells <- function(at) {
    eta <- sapply(features, function(f) f %*% at)
    eta <- eta - apply(eta, 1, max)
    exp(eta) / rowSums(exp(eta))
  }
  pick <- cbind(seq_len(n), outcome)
  chosen <- Reduce(`+`, lapply(1:3, function(k) features[[k]] * (outcome == k)))
  value <- function(at) -sum(log(cells(at)[pick]))
  expected_features <- function(p) Reduce(`+`, lapply(1:3, function(k) features[[k]] * p[, k]))
  gradient <- function(at) -colSums(chosen - expected_features(cells(at)))
  fit <- optim(rep(0, ncol(x) + 1), value, gradient, method = "BFGS", control = list(maxit = 1000, reltol = 1e-14))
  at <- fit$par
  for (step in 1:20) {
    p <- cells(at)
    centre <- expected_features(p)
    information <- Reduce(`+`, lapply(1:3, function(k) crossprod(features[[k]], features[[k]] * p[, k]))) - crossprod(centre)
    at <- at + solve(information, colSums(chosen - centre))
  }
  p <- cells(at)
  list(at = at, bread = solve(information), scores = chosen - expected_features(p), likelihood = sum(log(p[pick])))
}

emit_davidson <- function(path, lines, here) {
  drawn <- sum(credit_of(lines) == 0.5)
  if (length(here) < 2 || drawn == 0 || drawn == nrow(lines) || !is_connected(win_table(lines, here))) return(invisible())
  outcome <- match(credit_of(lines), c(1, 0, 0.5))
  fit <- tryCatch(davidson(pair_design(lines, here), outcome), error = function(e) NULL)
  if (is.null(fit) || max(abs(fit$at)) > 15) return(invisible())
  infer <- robust(fit$bread, fit$scores, couple_of[lines$case], lines$rater)
  strengths <- emit_strengths(path, here, fit$at, infer)
  last <- length(fit$at)
  infer(paste0(path, ".logTie"), as.numeric(seq_len(last) == last), fit$at[last])
  eta <- outer(strengths, strengths, "-")
  sum_of_cells <- exp(eta / 2) + exp(-eta / 2) + exp(fit$at[last])
  emit_matrix(paste0(path, ".winProbabilities"), exp(eta / 2) / sum_of_cells)
  emit_matrix(paste0(path, ".tieProbabilities"), exp(fit$at[last]) / sum_of_cells)
  emit_all(path, list(logLikelihood = fit$likelihood, n = nrow(lines), ties = drawn))
}

emit_preference_contrast <- function(path, own, first, second, criterion) {
  votes <- votes_between(own, first, second, criterion)
  counted <- as_planned(votes)
  pairs <- net_benefit_pairs(counted)
  emit_all(path, list(votes = nrow(votes), cases = nrow(pairs), forFirst = sum(votes$value == 1),
    forSecond = sum(votes$value == -1), ties = sum(votes$value == 0), bothBad = sum(votes$choice == "both bad")))
  emit_estimate(paste0(path, ".netBenefit"), pairs)
  if (nrow(votes) > 0 && !anyDuplicated(couple_of[votes$case])) {
    wins <- sum(votes$value == 1)
    n <- nrow(decided(votes))
    emit_all(paste0(path, ".binomial"), list(statistic = wins, n = n, p = if (n == 0) 1 else binom.test(wins, n)$p.value))
  }
  for (rater in sort(unique(counted$rater))) {
    mine <- counted[counted$rater == rater, ]
    emit_all(at(paste0(path, ".raters"), rater),
      list(netBenefit = mean(tapply(mine$value, mine$case, mean)), votes = nrow(mine)))
  }
  if (length(unique(counted$rater)) >= fewest_raters) {
    emit_all(paste0(path, ".cliniciansLikeThem"), two_way_votes(counted))
  }
}
two_way_votes <- function(votes) {
  two_way_mean(votes$value, couple_of[votes$case], votes$rater, 1 / as.vector(table(votes$case)[votes$case]))
}
