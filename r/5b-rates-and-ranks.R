# ---- Rates, fit, circular triads and the stability of the order ------------------------------------------------------

# A share of votes with the standard error of vcovCL(lm(credit ~ 1), cluster = couple, type = "HC0").
emit_rate <- function(path, credit, couple) {
  n <- length(credit)
  emit_all(path, list(credit = sum(credit), of = n))
  groups <- length(unique(couple))
  if (n == 0 || groups < 2) return(invisible())
  se <- cluster_se(credit, couple)
  if (se < 1e-12) return(invisible())
  limits <- mean(credit) + c(-1, 1) * qt((1 + level) / 2, groups - 1) * se
  emit_all(paste0(path, ".estimate"), list(value = mean(credit), low = max(0, limits[1]), high = min(1, limits[2]), n = n))
}

emit_rates <- function(path, lines, here) {
  couple <- couple_of[lines$case]
  credit <- credit_of(lines)
  tie <- credit == 0.5
  emit_rate(paste0(path, ".ties"), 1 * tie, couple)
  for (arm in here) {
    below <- at(paste0(path, ".arms"), arm)
    own <- lines$left == arm | lines$right == arm
    got <- ifelse(lines$left == arm, credit, 1 - credit)
    won <- 1 * (own & got == 1)
    emit_rate(paste0(below, ".ownComparisonsTiesHalf"), got[own], couple[own])
    emit_rate(paste0(below, ".ownComparisonsWithoutTies"), won[own & !tie], couple[own & !tie])
    emit_rate(paste0(below, ".shareOfAllWins"), won[!tie], couple[!tie])
    emit_rate(paste0(below, ".ties"), 1 * tie[own], couple[own])
  }
}

# Deviance of strengths against a share of its own for each pair.
emit_fit <- function(path, lines, here) {
  wins <- win_table(lines, here)
  pairs <- do.call(rbind, every_pair(seq_along(here)))
  if (is.null(pairs) || !is_connected(wins)) return(invisible())
  w <- wins[pairs]
  l <- wins[pairs[, 2:1, drop = FALSE]]
  x <- matrix(sapply(seq_along(here)[-1], function(arm) (pairs[, 1] == arm) - (pairs[, 2] == arm)), nrow(pairs))
  use <- w + l > 0
  df <- sum(use) - (length(here) - 1)
  if (df < 1) return(invisible())
  fit <- suppressWarnings(glm(cbind(w, l)[use, ] ~ 0 + x[use, ], family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100)))
  emit_all(path, list(statistic = deviance(fit), df = df, p = pchisq(deviance(fit), df, lower.tail = FALSE), n = nrow(lines)))
}

# a beats b, b beats c, c beats a, within a case and rater; several votes on a pair count by their majority.
emit_triads <- function(path, lines) {
  here <- sort(unique(c(lines$left, lines$right)))
  signs <- ifelse(lines$choice == "left", 1, ifelse(lines$choice == "right", -1, 0))
  block <- paste(lines$case, lines$rater, sep = "\r")
  blocks <- sort(unique(block))
  lead <- array(0, c(length(blocks), length(here), length(here)))
  for (i in seq_along(signs)) {
    b <- match(block[i], blocks)
    l <- match(lines$left[i], here)
    r <- match(lines$right[i], here)
    lead[b, l, r] <- lead[b, l, r] + signs[i]
    lead[b, r, l] <- lead[b, r, l] - signs[i]
  }
  lead <- sign(lead)
  triads <- circular <- numeric(length(blocks))
  if (length(here) > 2) for (three in combn(length(here), 3, simplify = FALSE)) {
    sides <- cbind(lead[, three[1], three[2]], lead[, three[2], three[3]], lead[, three[3], three[1]])
    whole <- rowSums(sides == 0) == 0
    triads <- triads + whole
    circular <- circular + (whole & abs(rowSums(sides)) == 3)
  }
  n <- sum(triads)
  found <- sum(circular)
  emit_all(path, list(triads = n, circular = found))
  if (n == 0) return(invisible())
  p <- if (all(triads < 2)) {
    binom.test(found, n, 0.25, "less")$p.value
  } else {
    pnorm((n / 4 - found) / sqrt(3 * n / 16), lower.tail = FALSE)
  }
  emit_all(paste0(path, ".test"), list(statistic = found, n = n, p = p))
}

# Bradley-Terry strengths of many win tables at once (rows; cells k x k column by column), by Hunter's (2004) MM steps.
strengths_of <- function(wins, k) {
  cell <- function(i, j) wins[, (j - 1) * k + i]
  # The diagonal is 0.
  won <- matrix(sapply(seq_len(k), function(i) Reduce(`+`, lapply(seq_len(k), cell, i = i))), nrow(wins))
  s <- matrix(1, nrow(wins), k)
  for (step in 1:5000) {
    before <- s
    for (i in seq_len(k)) {
      met <- 0
      for (j in seq_len(k)) if (j != i) met <- met + (cell(i, j) + cell(j, i)) / (s[, i] + s[, j])
      s[, i] <- won[, i] / met
    }
    s <- s / exp(rowMeans(log(s)))
    if (max(abs(s / before - 1)) < 1e-13) break
  }
  log(s)
}

ranks_of_wins <- function(wins, k) {
  finite <- apply(wins, 1, function(row) is_connected(matrix(row, k)))
  off <- as.vector(1 - diag(k))
  wins[!finite, ] <- wins[!finite, ] + rep(0.5 * off, each = sum(!finite))
  s <- strengths_of(wins, k)
  list(ranks = t(apply(-round(s, 8), 1, rank)), finite = finite)
}

# How few couples have to go until another arm is first. A greedy search, tried against each rival of the first arm: the
# couple goes that adds most to the lead, by the first-order effect contrast' B score of its votes on the strengths.
fewest_removed <- function(tables, k) {
  strengths <- function(total) {
    if (!is_connected(total)) total <- total + 0.5 * (1 - diag(k))
    pairs <- do.call(rbind, every_pair(seq_len(k)))
    pairs <- pairs[total[pairs] + total[pairs[, 2:1, drop = FALSE]] > 0, , drop = FALSE]
    wins <- cbind(total[pairs], total[pairs[, 2:1, drop = FALSE]])
    x <- matrix(sapply(seq_len(k)[-1], function(arm) (pairs[, 1] == arm) - (pairs[, 2] == arm)), nrow(pairs))
    fit <- suppressWarnings(glm.fit(x, wins[, 1] / rowSums(wins), rowSums(wins), family = binomial(), intercept = FALSE,
      control = glm.control(epsilon = 1e-15, maxit = 100)))
    c(0, unname(fit$coefficients))
  }
  total_of <- function(rest) matrix(colSums(tables[rest, , drop = FALSE]), k)
  everyone <- seq_len(nrow(tables))
  start <- strengths(total_of(everyone))
  leader <- which.max(start)
  if (any(start[-leader] > start[leader] - 1e-9)) return(0)
  against <- function(rival) {
    rest <- everyone
    while (length(rest) > 0) {
      total <- total_of(rest)
      s <- strengths(total)
      if (any(s > s[leader] + 1e-9)) return(nrow(tables) - length(rest))
      p <- plogis(outer(s, s, "-"))
      met <- (total + t(total) + 2e-6) * p * (1 - p) * (1 - diag(k))
      information <- diag(rowSums(met)) - met
      contrast <- (seq_len(k) == leader) - (seq_len(k) == rival)
      direction <- c(0, solve(information[-1, -1], contrast[-1]))
      # A win of i over j moves the score of i up and that of j down by the chance that j had.
      effect <- tables[rest, , drop = FALSE] %*% as.vector((1 - p) * outer(direction, direction, "-"))
      if (max(effect) <= 1e-12) return(Inf)
      rest <- rest[-which(effect >= max(effect) - 1e-12)[1]]
    }
    Inf
  }
  found <- min(vapply(setdiff(seq_len(k), leader), against, 0))
  if (is.finite(found)) found
}

emit_ranks <- function(path, lines, here) {
  k <- length(here)
  couple <- couple_of[lines$case]
  tables <- t(sapply(split(seq_len(nrow(lines)), couple), function(rows) as.vector(win_table(lines[rows, ], here))))
  if (k < 2 || nrow(tables) < 10) return(invisible())
  emit_all(path, list(n = nrow(lines), cases = nrow(tables)))
  emit(paste0(path, ".removal.removed"), fewest_removed(tables, k))
  observed <- ranks_of_wins(matrix(colSums(tables), 1), k)$ranks
  drawn <- ranks_of_wins(resampled_sums(tables), k)
  own <- nrow(drawn$ranks)
  share <- function(id, value) emit(id, value, p_tolerance(value, ours[id], own = own))
  best <- drawn$ranks == apply(drawn$ranks, 1, min)
  best <- best / rowSums(best)
  tail <- (1 - level) / 2
  for (i in seq_len(k)) {
    below <- at(paste0(path, ".arms"), here[i])
    emit(paste0(below, ".rank"), observed[i])
    share(paste0(below, ".first"), mean(best[, i]))
    # Ranks are steps: the limit may be any rank between the levels that random draws reach.
    for (side in 1:2) {
      at_level <- c(tail, 1 - tail)[side]
      reach <- wide * sqrt(tail * (1 - tail) * (1 / resamples + 1 / own)) + wide^2 / resamples / 2
      step <- function(p) quantile(drawn$ranks[, i], min(1, max(0, p)), type = 1, names = FALSE)
      value <- step(at_level)
      emit(paste0(below, ".rankInterval[", side, "]"), value, max(value - step(at_level - reach), step(at_level + reach) - value))
    }
  }
  for (pair in every_pair(seq_len(k))) {
    a <- drawn$ranks[, pair[1]]
    b <- drawn$ranks[, pair[2]]
    share(paste0(at(paste0(path, ".pairs"), here[pair]), ".above"), mean((a < b) + (a == b) / 2))
  }
  id <- paste0(path, ".smoothed")
  odd <- mean(!drawn$finite)
  emit(id, odd * resamples, resamples * p_tolerance(odd, ours[id] / resamples, own = own))
}

for (criterion in criteria_of(preferences)) {
  path <- at("preferences", criterion)
  own <- preferences[preferences$criterion == criterion, ]
  here <- reviewed[reviewed %in% c(own$left, own$right)]
  emit(paste0(path, ".votes"), nrow(own))
  for (pair in every_pair(here)) emit_preference_contrast(at(paste0(path, ".contrasts"), pair), own, pair[1], pair[2], criterion)
  emit_bradley_terry(paste0(path, ".bradleyTerry"), own, here)
  emit_davidson(paste0(path, ".davidson"), own, here)
  emit_rates(paste0(path, ".rates"), own, here)
  emit_fit(paste0(path, ".fit"), own, here)
  emit_triads(paste0(path, ".circularTriads"), own)
  emit_ranks(paste0(path, ".ranks"), own, here)
}
