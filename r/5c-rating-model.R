# ---- Ratings as a model: proportional odds, arms and raters as fixed effects -----------------------------------------

logistic <- function(z) 1 / (1 + exp(-z))

# Scores of logit P(Y <= j) = threshold_j - x beta; also of complex parameters, for exact derivatives of them.
proportional_odds <- function(y, x, categories) {
  cuts <- categories - 1
  n <- length(y)
  parts <- function(at) {
    eta <- as.vector(x %*% at[cuts + seq_len(ncol(x))])
    upper <- logistic(c(at[seq_len(cuts)], 0)[y] - eta)
    lower <- logistic(c(0, at[seq_len(cuts)])[y] - eta)
    upper[y == categories] <- 1
    lower[y == 1] <- 0
    list(p = upper - lower, up = upper * (1 - upper), down = lower * (1 - lower))
  }
  scores <- function(at) {
    own <- with(parts(at), list(up = up / p, down = down / p))
    by_cut <- sapply(seq_len(cuts), function(j) own$up * (y == j) - own$down * (y == j + 1))
    cbind(by_cut, -x * (own$up - own$down))
  }
  at <- c(qlogis(cumsum(table(factor(y, seq_len(categories))))[seq_len(cuts)] / n), rep(0, ncol(x)))
  information <- function(at) {
    size <- length(at)
    -sapply(seq_len(size), function(k) Im(colSums(scores(at + 1e-30i * (seq_len(size) == k)))) / 1e-30)
  }
  for (step in 1:100) {
    move <- solve(information(at), colSums(scores(at)))
    at <- at + move / max(1, max(abs(move)) / 2)
    if (max(abs(move)) < 1e-11) break
  }
  list(at = unname(at), scores = scores(at), bread = solve(information(at)), likelihood = sum(log(parts(at)$p)))
}

emit_rating_model <- function(path, own, here) {
  scores <- sort(unique(own$score))
  raters <- sort(unique(own$rater))
  if (length(here) < 2 || length(scores) < 2) return(invisible())
  x <- cbind(sapply(here[-1], function(arm) 1 * (own$arm == arm)), sapply(raters[-1], function(rater) 1 * (own$rater == rater)))
  x <- matrix(as.numeric(x), nrow(own))
  names <- c(paste("arm", here[-1]), if (length(raters) > 1) paste("rater", raters[-1]))
  y <- match(own$score, scores)
  categories <- length(scores)
  couple <- couple_of[own$case]
  fit <- tryCatch(proportional_odds(y, x, categories), error = function(e) NULL)
  if (is.null(fit) || max(abs(fit$at)) > 15) return(invisible())
  cuts <- categories - 1
  size <- length(fit$at)
  infer <- robust(fit$bread, fit$scores, couple, own$rater)
  below <- paste0(path, ".fit")
  emit_row(paste0(below, ".thresholds"), fit$at[seq_len(cuts)])
  beta <- fit$at[-seq_len(cuts)]
  for (k in seq_along(names)) infer(at(paste0(below, ".coefficients"), names[k]), as.numeric(seq_len(size) == cuts + k), beta[k])
  for (pair in every_pair(seq_along(here))) {
    weights <- numeric(size)
    if (pair[1] > 1) weights[cuts + pair[1] - 1] <- 1
    weights[cuts + pair[2] - 1] <- -1
    infer(at(paste0(below, ".contrasts"), paste(here[pair], collapse = " - ")), weights, sum(weights * fit$at))
  }
  n <- nrow(own)
  emit_all(below, list(logLikelihood = fit$likelihood, n = n))
  empty <- sum(table(y) * log(table(y) / n))
  chi <- 2 * (fit$likelihood - empty)
  emit_all(paste0(below, ".likelihoodRatio"), list(statistic = chi, df = ncol(x), n = n, p = pchisq(chi, ncol(x), lower.tail = FALSE)))
  at_cuts <- matrix(NA_real_, cuts, length(names))
  for (cut in seq_len(cuts)) {
    below <- paste0(path, ".proportionality.cuts[", cut, "]")
    emit(paste0(below, ".above"), cut - 1)
    higher <- 1 * (y > cut)
    binary <- suppressWarnings(glm(higher ~ x, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100)))
    if (anyNA(coef(binary)) || max(abs(coef(binary))) > 15) next
    p <- fitted(binary)
    with_one <- cbind(1, x)
    infer <- robust(solve(crossprod(with_one, with_one * p * (1 - p))), with_one * (higher - p), couple, own$rater)
    emit(paste0(below, ".fit.n"), n)
    at_cuts[cut, ] <- coef(binary)[-1]
    for (k in seq_along(names)) {
      infer(at(paste0(below, ".fit.coefficients"), names[k]), as.numeric(seq_len(ncol(with_one)) == k + 1), at_cuts[cut, k])
    }
  }
  known <- at_cuts[!is.na(at_cuts[, 1]), , drop = FALSE]
  if (nrow(known) > 1) for (k in seq_along(names)) {
    emit(paste0(at(paste0(path, ".proportionality.ranges"), names[k]), ".range"), diff(range(known[, k])))
  }
}

for (criterion in criteria_of(ratings)) {
  own <- ratings[ratings$criterion == criterion, ]
  emit_rating_model(paste0(at("ratings", criterion), ".model"), own, reviewed[reviewed %in% own$arm])
}
