# ---- Agreement of raters, and language models as judges --------------------------------------------------------------

agreement_weights <- function(kind, q) {
  apart <- abs(outer(seq_len(q), seq_len(q), "-"))
  switch(kind,
    identity = 1 * (apart == 0),
    quadratic = 1 - apart^2 / (q - 1)^2,
    ordinal = ifelse(apart == 0, 1, 1 - choose(apart + 1, 2) / choose(q, 2))
  )
}

# Units (rows) by raters (columns) of places 1..q, NA where missing.
rating_matrix <- function(unit, rater, place) {
  units <- sort(unique(unit))
  raters <- sort(unique(rater))
  table <- matrix(NA_real_, length(units), length(raters), dimnames = list(units, raters))
  table[cbind(match(unit, units), match(rater, raters))] <- place
  table
}

# (observed - chance) / (1 - chance) with Gwet's subject-level variance (2008; 2014, section 5.3), t with n - 1 df.
chance_corrected <- function(path, counts, w, chance_of, slope_of) {
  n <- nrow(counts)
  r <- rowSums(counts)
  paired <- r >= 2
  if (n < 2 || !any(paired)) return(NULL)
  agreeing <- rowSums(counts * (counts %*% w - 1)) / (r * (r - 1))
  shares <- counts / r
  pi <- colMeans(shares)
  pa <- mean(agreeing[paired])
  pe <- chance_of(pi)
  if (1 - pe <= 1e-14) return(NULL)
  value <- (pa - pe) / (1 - pe)
  own <- ifelse(paired, n / sum(paired) * (agreeing - pe) / (1 - pe), 0)
  own <- own - 2 * (1 - value) * (as.vector(shares %*% slope_of(pi)) - pe) / (1 - pe)
  se <- sqrt(sum((own - value)^2) / (n * (n - 1)))
  half <- qt((1 + level) / 2, n - 1) * se
  emit_all(path, list(value = value, low = value - half, high = max(value, min(1, value + half)), n = n,
    standardError = se, observed = pa, chance = pe))
  value
}

emit_gwet <- function(path, counts, kind) {
  q <- ncol(counts)
  w <- agreement_weights(kind, q)
  scale <- sum(w) / (q * (q - 1))
  chance_corrected(path, counts, w, function(pi) scale * sum(pi * (1 - pi)), function(pi) scale * (1 - pi))
}

emit_fleiss <- function(path, counts) {
  n <- nrow(counts)
  r <- unique(rowSums(counts))
  if (length(r) != 1 || r < 2) return(invisible())
  value <- chance_corrected(path, counts, diag(ncol(counts)), function(pi) sum(pi^2), function(pi) pi)
  if (is.null(value)) return(invisible())
  p <- colSums(counts) / (n * r)
  pq <- sum(p * (1 - p))
  se <- sqrt(2) / (pq * sqrt(n * r * (r - 1))) * sqrt(pq^2 - sum(p * (1 - p) * (1 - 2 * p)))
  z_test <- function(below, z) emit_all(below, list(statistic = z, p = 2 * pnorm(-abs(z)), n = n))
  z_test(paste0(path, ".test"), value / se)
  for (j in seq_along(p)) {
    below <- paste0(path, ".options[", j, "]")
    emit(paste0(below, ".share"), p[j])
    if (p[j] > 0 && p[j] < 1) {
      kappa <- 1 - sum(counts[, j] * (r - counts[, j])) / (n * r * (r - 1) * p[j] * (1 - p[j]))
      emit(paste0(below, ".value"), kappa)
      z_test(paste0(below, ".test"), kappa / sqrt(2 / (n * r * (r - 1))))
    }
  }
}

emit_percent <- function(path, counts) {
  r <- rowSums(counts)
  shares <- (rowSums(counts * (counts - 1)) / (r * (r - 1)))[r >= 2]
  n <- length(shares)
  if (n == 0) return(invisible())
  if (all(r <= 2)) {
    limits <- wilson(sum(shares), n)
  } else if (n == 1) {
    return(invisible())
  } else {
    limits <- mean(shares) + c(-1, 1) * qt((1 + level) / 2, n - 1) * sd(shares) / sqrt(n)
  }
  emit_all(path, list(value = mean(shares), low = max(0, limits[1]), high = min(1, limits[2]), n = n))
}

# Krippendorff's alpha of rows of coincidence matrices (each v x v, row by row).
alpha_of <- function(v, ordinal) {
  function(totals) {
    given <- sapply(seq_len(v), function(i) rowSums(totals[, (i - 1) * v + seq_len(v), drop = FALSE]))
    given <- matrix(given, nrow(totals))
    given[given < 1e-9] <- 0
    ranks <- t(apply(given, 1, cumsum)) - given / 2
    observed <- 0
    chance <- 0
    for (i in seq_len(v)) for (j in seq_len(v)) {
      apart <- if (ordinal) (ranks[, i] - ranks[, j])^2 else as.numeric(i != j)
      observed <- observed + totals[, (i - 1) * v + j] * apart
      chance <- chance + given[, i] * given[, j] * apart
    }
    1 - (rowSums(given) - 1) * observed / chance
  }
}

emit_krippendorff <- function(path, table, couple, ordinal) {
  paired <- rowSums(!is.na(table)) >= 2
  table <- table[paired, , drop = FALSE]
  values <- sort(unique(as.vector(table)))
  v <- length(values)
  if (nrow(table) < 2 || v < 2) return(invisible())
  cells <- t(apply(table, 1, function(row) {
    counts <- as.vector(table(factor(row, levels = values)))
    as.vector(t(outer(counts, counts) - diag(counts, v))) / (sum(counts) - 1)
  }))
  emit_bca(path, cluster_sums(couple[paired], cells), alpha_of(v, ordinal), nrow(table))
}

# The six forms of Shrout and Fleiss with the limits of McGraw and Wong (1996), from aov's mean squares.
emit_icc <- function(path, table) {
  n <- nrow(table)
  k <- ncol(table)
  if (n < 2 || k < 2 || diff(range(table)) == 0) return(invisible())
  long <- data.frame(value = as.vector(table), unit = factor(row(table)), rater = factor(col(table)))
  squares <- anova(lm(value ~ unit + rater, long))[["Mean Sq"]]
  squares[squares < 1e-25] <- 0
  msb <- squares[1]
  msj <- squares[2]
  mse <- squares[3]
  msw <- (msj * (k - 1) + mse * (n - 1) * (k - 1)) / (n * (k - 1))
  emit_all(path, list(n = n, raters = k))
  emit_all(paste0(path, ".meanSquares"), list(units = msb, raters = msj, error = mse, within = msw))
  tail <- (1 - level) / 2
  step_up <- function(icc) k * icc / (1 + (k - 1) * icc)
  form <- function(number, icc, error, df2, limits) {
    for (used in c("1", "k")) {
      below <- at(paste0(path, ".forms"), paste0("ICC(", number, ",", used, ")"))
      if (error > 0) {
        f <- msb / error
        emit_all(paste0(below, ".test"), list(statistic = f, n = n, p = pf(f, n - 1, df2, lower.tail = FALSE)))
        emit_row(paste0(below, ".test.df"), c(n - 1, df2))
      }
      all <- if (used == "1") c(icc, limits) else step_up(c(icc, limits))
      if (all(is.finite(all)) && (used == "1" || all(1 + (k - 1) * c(icc, limits) > 1e-12))) {
        emit_all(paste0(below, ".estimate"), list(value = all[1], low = all[2], high = all[3], n = n))
      }
    }
  }
  simple <- function(error, df2) {
    # Without any error the limits are what they tend to.
    if (error == 0) return(c(1, 1))
    low <- msb / error / qf(1 - tail, n - 1, df2)
    high <- msb / error * qf(1 - tail, df2, n - 1)
    c((low - 1) / (low + k - 1), (high - 1) / (high + k - 1))
  }
  form(1, (msb - msw) / (msb + (k - 1) * msw), msw, n * (k - 1), simple(msw, n * (k - 1)))
  icc2 <- (msb - mse) / (msb + (k - 1) * mse + k * (msj - mse) / n)
  fj <- msj / mse
  inner <- n * (1 + (k - 1) * icc2) - k * icc2
  v <- (k - 1) * (n - 1) * (k * icc2 * fj + inner)^2 / ((n - 1) * k^2 * icc2^2 * fj^2 + inner^2)
  if (mse == 0 && msj > 0) v <- k - 1
  f_low <- qf(1 - tail, n - 1, v)
  f_high <- qf(1 - tail, v, n - 1)
  other <- k * msj + (k * n - k - n) * mse
  form(2, icc2, mse, (n - 1) * (k - 1),
    c(n * (msb - f_low * mse) / (f_low * other + n * msb), n * (f_high * msb - mse) / (other + n * f_high * msb)))
  form(3, (msb - mse) / (msb + (k - 1) * mse), mse, (n - 1) * (k - 1), simple(mse, (n - 1) * (k - 1)))
}

emit_agreement <- function(path, case, unit, rater, place, options, ordinal) {
  table <- rating_matrix(unit, rater, place)
  emit_all(path, list(units = nrow(table), raters = ncol(table)))
  if (ncol(table) < 2) return(invisible())
  couple <- couple_of[case[match(rownames(table), unit)]]
  emit_krippendorff(paste0(path, ".krippendorffAlpha"), table, couple, ordinal)
  counts <- t(apply(table, 1, function(row) tabulate(row[!is.na(row)], options)))
  emit_gwet(paste0(path, ".gwet"), counts, if (ordinal) "ordinal" else "identity")
  emit_fleiss(paste0(path, ".fleissKappa"), counts)
  emit_percent(paste0(path, ".percentAgreement"), counts)
  complete <- table[rowSums(is.na(table)) == 0, , drop = FALSE]
  if (ordinal) emit_icc(paste0(path, ".icc"), complete)
}

place_of_score <- function(lines) lines$score - scale_limits[1] + 1
# The arm that comes first by name, the other, neither.
place_of_choice <- function(lines) {
  chosen <- ifelse(lines$choice == "left", lines$left, ifelse(lines$choice == "right", lines$right, NA))
  ifelse(is.na(chosen), 3, ifelse(chosen == pmin(lines$left, lines$right), 1, 2))
}
unit_of_choice <- function(lines) {
  paste(lines$case, pmin(lines$left, lines$right), pmax(lines$left, lines$right), lines$criterion, sep = "\r")
}
unit_of_score <- function(lines) paste(lines$case, lines$arm, lines$criterion, sep = "\r")

for (criterion in criteria_of(ratings)) {
  own <- ratings[ratings$criterion == criterion, ]
  emit_agreement(at("agreement", "rating", criterion), own$case, unit_of_score(own), own$rater, place_of_score(own), places, TRUE)
  for (arm in sort(unique(own$arm))) {
    mine <- own[own$arm == arm, ]
    emit_agreement(at("agreement", "rating", criterion, arm), mine$case, unit_of_score(mine), mine$rater,
      place_of_score(mine), places, TRUE)
  }
}
for (criterion in criteria_of(preferences)) {
  own <- preferences[preferences$criterion == criterion, ]
  emit_agreement(at("agreement", "preference", criterion), own$case, unit_of_choice(own), own$rater, place_of_choice(own), 3, FALSE)
}

# Cohen's kappa with the large-sample standard error of Fleiss, Cohen and Everitt (1969).
emit_kappa <- function(path, first, second, options, kind) {
  both <- !is.na(first) & !is.na(second)
  n <- sum(both)
  if (n < 2) return(invisible())
  p <- table(factor(first[both], seq_len(options)), factor(second[both], seq_len(options))) / n
  p <- matrix(as.vector(p), options)
  w <- agreement_weights(kind, options)
  rows <- rowSums(p)
  columns <- colSums(p)
  pe <- sum(w * outer(rows, columns))
  if (1 - pe < 1e-14) return(invisible())
  kappa <- (sum(w * p) - pe) / (1 - pe)
  credit <- outer(as.vector(w %*% columns), as.vector(rows %*% w), "+")
  variance <- (sum(p * (w - credit * (1 - kappa))^2) - (kappa - pe * (1 - kappa))^2) / (n * (1 - pe)^2)
  se <- if (abs(kappa - 1) < 1e-14) 0 else sqrt(max(0, variance))
  half <- qnorm((1 + level) / 2) * se
  emit_all(path, list(value = kappa, low = max(-1, kappa - half), high = min(1, kappa + half), n = n, standardError = se))
}

emit_repeats <- function(about, lines, unit, place, options, kind) {
  again <- lines$repeat_
  if (!any(again)) return(invisible())
  key <- paste(unit, lines$rater, sep = "\r")
  before <- setNames(place[!again], key[!again])
  first <- before[key[again]]
  raters <- lines$rater[again]
  emit_kappa(paste0(at("intraRater", about), ".kappa"), first, place[again], options, kind)
  for (rater in sort(unique(raters))) {
    own <- raters == rater
    emit_kappa(paste0(at("intraRater", about, rater), ".kappa"), first[own], place[again][own], options, kind)
  }
}
with_repeats <- of_clinicians(kept(all_ratings))
emit_repeats("rating", with_repeats, unit_of_score(with_repeats), place_of_score(with_repeats), places, "quadratic")
with_repeats <- of_clinicians(kept(all_preferences))
emit_repeats("preference", with_repeats, unit_of_choice(with_repeats), place_of_choice(with_repeats), 3, "identity")

emit_judge_ratings <- function(judge, criterion) {
  path <- at("judges.ratings", judge, criterion)
  own <- first_given(kept(all_ratings))
  own <- own[own$criterion == criterion, ]
  table <- rating_matrix(paste(own$case, own$arm, sep = "\r"), own$rater, place_of_score(own))
  clinicians <- sort(unique(own$rater[own$rater_kind == "clinician"]))
  cells <- do.call(rbind, strsplit(rownames(table), "\r"))
  for (rater in clinicians) {
    others <- table[, setdiff(clinicians, rater), drop = FALSE]
    consensus <- apply(others, 1, median, na.rm = TRUE)
    consensus[is.nan(consensus)] <- NA
    # Half steps: a median may lie between two places.
    doubled <- function(place) 2 * place - 1
    below <- at(paste0(path, ".consensus"), rater)
    if (length(clinicians) > 1) {
      emit_kappa(paste0(below, ".clinician"), doubled(table[, rater]), doubled(consensus), 2 * places - 1, "quadratic")
    }
    emit_kappa(paste0(below, ".judge"), doubled(table[, judge]), doubled(consensus), 2 * places - 1, "quadratic")
  }
  others <- rowMeans(table[, clinicians, drop = FALSE], na.rm = TRUE)
  bias <- table[, judge] - others
  known <- is.finite(bias)
  biased <- function(below, use) {
    if (sum(use) == 0) return(invisible())
    emit_bca(below, cluster_sums(couple_of[cells[use, 1]], cbind(bias[use], 1)), ratio_of_sums, sum(use),
      reach = c(-1, 1) * diff(scale_limits))
  }
  biased(paste0(path, ".bias"), known)
  for (arm in reviewed) biased(paste0(at(paste0(path, ".armBias"), arm), ".bias"), known & cells[, 2] == arm)
}

emit_judge_preferences <- function(judge, criterion) {
  for (pair in every_pair(reviewed)) {
    path <- at("judges.preferences", judge, criterion, pair)
    mine <- kept(all_preferences)
    mine <- votes_between(mine[mine$rater == judge, ], pair[1], pair[2], criterion)
    own <- net_benefit_pairs(mine)
    others <- net_benefit_pairs(votes_between(preferences, pair[1], pair[2], criterion))
    emit_estimate(paste0(path, ".judgeNetBenefit"), own)
    emit_estimate(paste0(path, ".clinicianNetBenefit"), others)
    paired <- own[own$case %in% others$case, ]
    paired$second <- others$first[match(paired$case, others$case)]
    emit_estimate(paste0(path, ".difference"), paired, reach = c(-2, 2))
    sides <- split(mine, mine$case)
    sides <- sides[sapply(sides, function(rows) length(unique(rows$on_left)) == 2)]
    emit_all(paste0(path, ".positionSwaps"), list(asked = length(sides),
      changed = sum(vapply(sides, function(rows) length(unique(rows$value)) > 1, TRUE))))
  }
}
for (judge in sort(unique(c(
  kept(all_ratings)$rater[kept(all_ratings)$rater_kind == "judge"],
  kept(all_preferences)$rater[kept(all_preferences)$rater_kind == "judge"]
)))) {
  for (criterion in criteria_of(kept(all_ratings)[kept(all_ratings)$rater == judge, ])) emit_judge_ratings(judge, criterion)
  for (criterion in criteria_of(kept(all_preferences)[kept(all_preferences)$rater == judge, ])) {
    emit_judge_preferences(judge, criterion)
  }
}
