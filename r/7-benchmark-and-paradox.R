# ---- Findings, strata, rules, paradoxes, orders ----------------------------------------------------------------------

finding_path <- function(question, measure, of, first, second, hypothesis = NULL) {
  id <- paste(c(question, if (measure == "within-rules") measure, of, paste(first, second, sep = "-")), collapse = "/")
  at("findings", id, hypothesis)
}

emit_finding <- function(path, question, measure, of, first, second, direction = "two-sided", margin = NA, tests = NA) {
  if (question == "benchmark") {
    pairs <- bench_pairs(first, second, of, if (measure == "agreement") "agrees" else "within_rules")
    emit_comparison(path, pairs, TRUE, direction, margin, tests = tests)
    emit(paste0(path, ".missing"), 0)
  } else if (question == "rating") {
    asked <- rating_pairs(ratings, first, second, of)
    alternative <- if (direction == "first-higher") "greater" else "two.sided"
    test <- if (nrow(asked$pairs) > 0) signed_rank(couple_differences(asked$pairs), alternative = alternative)
    emit_comparison(path, asked$pairs, FALSE, direction, margin, test, c(-1, 1) * diff(scale_limits), tests)
    emit(paste0(path, ".missing"), asked$incomplete)
  } else {
    votes <- as_planned(votes_between(preferences, first, second, of))
    emit_comparison(path, net_benefit_pairs(votes), FALSE, direction, margin, tests = tests)
  }
}

# Adjusted p values are those of the p values in expected.csv, which are checked on their own.
emit_adjusted <- function(paths, method) {
  p <- ours[paste0(paths, ".test.p")]
  known <- !is.na(p)
  # A planned claim without data counts, as if its p were 1: lost data help no other claim.
  adjusted <- if (method == "holm") p.adjust(ifelse(known, p, 1), method)[known] else p.adjust(p[known], method)
  emit(paste0(paths[known], ".adjusted.p"), adjusted)
}

planned <- hypotheses[hypotheses$question != "paradox", ]
for (family in unique(planned$family)) {
  own <- planned[planned$family == family, ]
  paths <- mapply(finding_path, own$question, own$measure, own$of, own$first, own$second, own$id)
  for (i in seq_along(paths)) {
    emit_finding(paths[i], own$question[i], own$measure[i], own$of[i], own$first[i], own$second[i], own$direction[i], own$margin[i],
      nrow(own))
  }
  emit_adjusted(paths, "holm")
}
asked_already <- paste(planned$question, planned$measure, planned$of, pmin(planned$first, planned$second), pmax(planned$first, planned$second))
ruled_layers <- layers[vapply(layers, function(layer) any(!is.na(outcome_of(physician, layer, "within_rules"))), TRUE)]
explore <- function(question, measure, things, who) {
  paths <- character(0)
  for (of in things) for (pair in every_pair(who)) {
    if (paste(question, measure, of, min(pair), max(pair)) %in% asked_already) next
    path <- finding_path(question, measure, of, pair[1], pair[2])
    emit_finding(path, question, measure, of, pair[1], pair[2])
    paths <- c(paths, path)
  }
  emit_adjusted(paths, "BH")
}
explore("benchmark", "agreement", layers, arms)
explore("benchmark", "within-rules", ruled_layers, c(arms, physician))
explore("rating", "score", criteria_of(ratings), reviewed)
explore("preference", "net-benefit", criteria_of(preferences), reviewed)

main_layers <- setting("main_layer")
stratum_of <- setNames(study_cases$stratum, study_cases$case)
for (layer in main_layers) for (pair in every_pair(arms)) {
  path <- at("strata", layer, pair)
  pairs <- bench_pairs(pair[1], pair[2], layer)
  pairs$stratum <- stratum_of[pairs$case]
  for (stratum in c("head", "mid", "tail")) {
    own <- pairs[pairs$stratum == stratum, ]
    below <- at(paste0(path, ".strata"), stratum)
    emit(paste0(below, ".cases"), nrow(own))
    if (nrow(own) >= 10) emit_estimate(paste0(below, ".difference"), own, TRUE)
  }
  sizes <- c(head = sum(pairs$stratum == "head"), tail = sum(pairs$stratum == "tail"))
  if (all(sizes >= 10)) {
    own <- pairs[pairs$stratum %in% names(sizes), ]
    sign <- ifelse(own$stratum == "head", 1, -1)
    sums <- as.vector(cluster_sums(own$cluster, sign * (own$first - own$second) / sizes[own$stratum]))
    emit_test(paste0(path, ".interaction"), sign_flip(sums, parts = prod(sizes)))
  }
}

for (layer in ruled_layers) for (arm in c(arms, physician)) {
  path <- at("ruleAdherence", layer, arm)
  within <- outcome_of(arm, layer, "within_rules")
  within <- within[!is.na(within)]
  emit(paste0(path, ".within"), sum(within))
  clusters <- length(unique(couple_of[names(within)]))
  n <- length(within)
  if (n == 0) next
  if (clusters == n || sum(within) %in% c(0, n)) {
    # All or none within the rules: couples count for the interval, not cases.
    limits <- wilson(mean(within) * clusters, clusters)
    emit_all(paste0(path, ".estimate"), list(value = mean(within), low = limits[1], high = limits[2], n = n))
  } else {
    emit_bca(paste0(path, ".estimate"), cluster_sums(couple_of[names(within)], cbind(within, 1)), ratio_of_sums, n)
  }
}

# The paradox of an ordered pair, on cases that have both agreement and a vote.
emit_paradox <- function(path, agreement, votes, by_case = FALSE, two_way = NULL) {
  preference <- net_benefit_pairs(votes)
  preference <- preference[preference$case %in% agreement$case, ]
  agreement <- agreement[agreement$case %in% preference$case, ]
  if (by_case) {
    agreement$cluster <- agreement$case
    preference$cluster <- preference$case
  }
  emit_all(path, list(cases = nrow(agreement), clusters = length(unique(agreement$cluster))))
  if (nrow(agreement) == 0) return(invisible())
  emit_estimate(paste0(path, ".accuracy"), agreement, TRUE)
  turned <- transform(agreement, first = second, second = first)
  emit_p(paste0(path, ".pAccuracy"), pair_test(turned, TRUE, "greater"))
  if (is.null(two_way)) {
    emit_estimate(paste0(path, ".preference"), preference)
    emit_p(paste0(path, ".pPreference"), pair_test(preference, FALSE, "greater"))
  } else {
    emit_all(paste0(path, ".preference"), two_way[c("value", "low", "high", "n")])
    emit(paste0(path, ".pPreference"), pt(two_way$value / two_way$standardError, two_way$df, lower.tail = FALSE))
  }
  # The larger of both, as they stand in expected.csv.
  emit(paste0(path, ".p"), max(ours[paste0(path, c(".pAccuracy", ".pPreference"))]))
  difference <- preference$first[match(agreement$case, preference$case)] - (agreement$first - agreement$second)
  emit_bca(paste0(path, ".decoupling"), cluster_sums(agreement$cluster, cbind(difference, 1)), ratio_of_sums, nrow(agreement),
    reach = c(-2, 2))
}

same_plan <- function(votes, first, second, layer) {
  plans <- cbind(outcome_of(first, layer, "plan")[votes$case], outcome_of(second, layer, "plan")[votes$case])
  !is.na(plans[, 1]) & !is.na(plans[, 2]) & plans[, 1] == plans[, 2]
}

emit_same_plan <- function(path, first, second, layer, votes) {
  same <- same_plan(votes, first, second, layer)
  emit_comparison(paste0(path, ".same"), net_benefit_pairs(votes[same, ]))
  emit_comparison(paste0(path, ".different"), net_benefit_pairs(votes[!same, ]))
  own <- votes[!same, ]
  agrees <- function(arm) outcome_of(arm, layer, "agrees")[own$case] %in% 1
  who <- ifelse(agrees(first), ifelse(agrees(second), "both", "first"), ifelse(agrees(second), "second", "neither"))
  for (side in c("both", "first", "second", "neither")) {
    value <- own$value[who == side]
    emit_all(at(paste0(path, ".table"), side), list(forFirst = sum(value == 1), forSecond = sum(value == -1), ties = sum(value == 0)))
  }
}

paradox_arms <- arms[arms %in% reviewed]

lengths_of_texts <- read_table("lengths.csv")

# gamma of case-level coupling, over all votes between arms with a benchmark.
emit_coupling <- function(path, layer, criterion) {
  own <- preferences[preferences$criterion == criterion & preferences$left %in% paradox_arms & preferences$right %in% paradox_arms, ]
  here <- sort(unique(c(own$left, own$right)))
  if (nrow(own) == 0 || length(here) < 2) return(invisible())
  right <- function(side) vapply(seq_len(nrow(own)), function(i) outcome_of(own[[side]][i], layer, "agrees")[own$case[i]] %in% 1, TRUE)
  agreement <- right("left") - right("right")
  x <- pair_design(own, here, FALSE, agreement)
  fit <- bradley_terry(own, here, x)
  if (!is.null(fit)) fit$infer(paste0(path, ".coupling"), as.numeric(seq_len(ncol(x)) == ncol(x)), fit$at[ncol(x)])
  # The same beside the difference in length, in hundreds of characters.
  hundreds <- function(side) {
    own_length <- as.numeric(lengths_of_texts$characters[match(paste(own$case, own[[side]]), paste(lengths_of_texts$case, lengths_of_texts$arm))])
    ifelse(is.na(own_length), 0, own_length / 100)
  }
  x <- cbind(x, hundreds("left") - hundreds("right"))
  fit <- bradley_terry(own, here, x)
  k <- ncol(x)
  if (!is.null(fit)) for (i in 0:1) {
    below <- paste0(path, ".couplingBesideLength.", c("agreement", "length")[i + 1])
    fit$infer(below, as.numeric(seq_len(k) == k - 1 + i), fit$at[k - 1 + i])
  }
}

# What a rater knew of the two plans of a vote: the source of one at least, of neither, or NA where she recognised none and
# was not asked of both, since who was not asked may well have known.
knowledge_of <- function(votes, first, second) {
  given <- paste(guesses$case, guesses$rater, guesses$arm, sep = "\r")
  right <- guesses$guess == ifelse(guesses$arm == physician, "physician", "model")
  of <- function(arm) right[match(paste(votes$case, votes$rater, arm, sep = "\r"), given)]
  one <- of(first)
  other <- of(second)
  ifelse(one %in% TRUE | other %in% TRUE, "some", ifelse(is.na(one) | is.na(other), NA, "neither"))
}

emit_sensitivity <- function(path, preferred, accurate, layer, criterion) {
  row <- function(about, choice) paste0(at(paste0(path, ".sensitivity"), about, choice), ".paradox")
  all <- votes_between(preferences, preferred, accurate, criterion)
  votes <- as_planned(all)
  agreement <- bench_pairs(preferred, accurate, layer)
  emit_paradox(row("as planned", "as planned"), agreement, votes)
  rules <- bench_pairs(preferred, accurate, layer, "within_rules")
  if (nrow(rules) > 0) emit_paradox(row("reference", "what the rules leave open"), rules, votes)
  emit_paradox(row("clustering", "by case, not by couple"), agreement, votes, TRUE)
  entering <- votes[votes$case %in% agreement$case, ]
  if (length(unique(entering$rater)) >= fewest_raters) {
    two_way <- two_way_votes(entering)
    if (!is.null(two_way)) emit_paradox(row("clustering", "cases and raters as samples"), agreement, votes, FALSE, two_way)
  }
  if (ties == "half") {
    emit_paradox(row("ties", "left out"), agreement, decided(all))
  } else {
    emit_paradox(row("ties", "half a win each"), agreement, all)
  }
  raters <- sort(unique(votes$rater))
  if (length(raters) > 1) for (rater in raters) {
    emit_paradox(row("raters", paste("without", rater)), agreement, votes[votes$rater != rater, ])
  }
  if (nrow(guesses) > 0) {
    emit_paradox(row("blinding", "votes without a right guess"), agreement,
      votes[knowledge_of(votes, preferred, accurate) %in% "neither", ])
  }
  emit_paradox(row("same plan", "votes on different plans"), agreement, votes[!same_plan(votes, preferred, accurate, layer), ])
}

emit_whole_paradox <- function(path, preferred, accurate, layer, criterion) {
  votes <- as_planned(votes_between(preferences, preferred, accurate, criterion))
  emit_paradox(path, bench_pairs(preferred, accurate, layer), votes)
  emit_coupling(path, layer, criterion)
  emit_same_plan(paste0(path, ".samePlan"), preferred, accurate, layer, votes)
}

named <- hypotheses[hypotheses$question == "paradox", ]
for (i in seq_len(nrow(named))) {
  path <- at("paradoxes", named$id[i], named$of[i], named$criterion[i], named$first[i], named$second[i])
  emit_whole_paradox(path, named$first[i], named$second[i], named$of[i], named$criterion[i])
  emit_sensitivity(path, named$first[i], named$second[i], named$of[i], named$criterion[i])
}
# The planned ones of one family together; one alone needs no adjustment.
for (family in unique(named$family)) {
  own <- named[named$family == family, ]
  if (nrow(own) < 2) next
  paths <- mapply(function(...) at("paradoxes", ...), own$id, own$of, own$criterion, own$first, own$second)
  p <- ours[paste0(paths, ".p")]
  adjusted <- p.adjust(ifelse(is.na(p), 1, p), "holm")
  emit(paste0(paths, ".adjustedP")[!is.na(p)], adjusted[!is.na(p)])
}
for (criterion in criteria_of(preferences)) {
  ordered <- unlist(lapply(every_pair(paradox_arms), function(pair) list(pair, rev(pair))), recursive = FALSE)
  paths <- vapply(ordered, function(pair) at("paradoxes", "whole-plan", criterion, pair), "")
  is_named <- vapply(ordered, function(pair) {
    any(named$first == pair[1] & named$second == pair[2] & named$criterion == criterion & named$of == "whole-plan")
  }, TRUE)
  for (i in which(!is_named)) emit_whole_paradox(paths[i], ordered[[i]][1], ordered[[i]][2], "whole-plan", criterion)
  # A pair that the plan names takes part in the adjustment with the p that it has there.
  p <- vapply(seq_along(ordered), function(i) {
    if (!is_named[i]) return(ours[paste0(paths[i], ".p")])
    own <- named[named$first == ordered[[i]][1] & named$second == ordered[[i]][2] & named$criterion == criterion & named$of == "whole-plan", ]
    ours[paste0(at("paradoxes", own$id[1], "whole-plan", criterion, ordered[[i]]), ".p")]
  }, 0)
  adjusted <- rep(NA_real_, length(p))
  adjusted[!is.na(p)] <- p.adjust(p[!is.na(p)], "holm")
  for (i in which(!is_named & !is.na(p))) emit(paste0(paths[i], ".adjustedP"), adjusted[i])
}

# Every order of n things, one a row.
orders_of <- function(n) {
  if (n == 1) return(matrix(1))
  shorter <- orders_of(n - 1)
  do.call(rbind, lapply(seq_len(n), function(first) cbind(first, shorter + (shorter >= first), deparse.level = 0)))
}
# The share of all orders whose tau is at least as far from 0: with ties, cor.test knows the normal p alone.
tau_over_orders <- function(one, other) {
  orders <- matrix(other[orders_of(length(other))], ncol = length(other))
  score <- 0
  for (pair in every_pair(seq_along(one))) {
    score <- score + sign(one[pair[1]] - one[pair[2]]) * sign(orders[, pair[1]] - orders[, pair[2]])
  }
  mean(abs(score) >= abs(score[1]))
}

# Kendall's tau-b: exact without ties up to 33 pairs and with ties up to 8, else normal.
emit_tau <- function(path, one, other) {
  if (length(unique(one)) < 2 || length(unique(other)) < 2) return(invisible())
  untied <- !anyDuplicated(one) && !anyDuplicated(other)
  tau <- suppressWarnings(cor.test(one, other, method = "kendall", exact = untied && length(one) <= 33, continuity = FALSE))
  p <- if (!untied && length(one) <= 8) tau_over_orders(one, other) else tau$p.value
  emit_all(path, list(statistic = unname(tau$estimate), p = p, n = length(one)))
}

for (criterion in criteria_of(preferences)) {
  path <- paste0(at("orderings", "whole-plan", criterion), ".orderings")
  own <- preferences[preferences$criterion == criterion, ]
  cases <- sort(unique(own$case))
  k <- length(paradox_arms)
  if (k < 2) next
  by_case <- function(values) values[match(cases, names(values))]
  agrees <- sapply(paradox_arms, function(arm) by_case(outcome_of(arm, "whole-plan", "agrees")))
  liked <- sapply(paradox_arms, function(arm) {
    votes <- do.call(rbind, lapply(setdiff(paradox_arms, arm), function(other) as_planned(votes_between(own, arm, other, criterion))))
    by_case(tapply(votes$value, votes$case, mean))
  })
  agrees <- matrix(agrees, length(cases))
  liked <- matrix(liked, length(cases))
  filled <- function(x) ifelse(is.na(x), 0, x)
  sums <- cluster_sums(couple_of[cases], cbind(filled(agrees), !is.na(agrees), filled(liked), !is.na(liked)))
  means_of <- function(totals) {
    list(agreement = totals[, 1:k, drop = FALSE] / totals[, k + 1:k, drop = FALSE],
      preference = totals[, 2 * k + 1:k, drop = FALSE] / totals[, 3 * k + 1:k, drop = FALSE])
  }
  whole <- means_of(matrix(colSums(sums), 1))
  if (anyNA(unlist(whole))) next
  one <- round(as.vector(whole$agreement), 10)
  other <- round(as.vector(whole$preference), 10)
  for (i in seq_len(k)) {
    emit_all(at(paste0(path, ".arms"), paradox_arms[i]), list(agreement = one[i], preference = other[i],
      agreementPlace = rank(-one)[i], preferencePlace = rank(-other)[i]))
  }
  emit_tau(paste0(path, ".kendallTauB"), one, other)
  drawn <- means_of(resampled_sums(sums))
  best <- function(x) x >= apply(x, 1, max) - 1e-12
  complete <- rowSums(is.na(cbind(drawn$agreement, drawn$preference))) == 0
  first <- best(drawn$agreement[complete, , drop = FALSE])
  second <- best(drawn$preference[complete, , drop = FALSE])
  different <- 1 - rowSums(first & second) / (rowSums(first) * rowSums(second))
  id <- paste0(path, ".reversal.share")
  emit(id, mean(different), p_tolerance(mean(different), ours[id], own = length(different)))
}

# Whether an arm whose text repeats more of the recorded one than the others do is preferred to them: over couples, the mean
# lead in overlap and the mean vote of its comparisons with other arms.
overlap_of <- function(arm, case) {
  as.numeric(lengths_of_texts$overlap[match(paste(case, arm), paste(lengths_of_texts$case, lengths_of_texts$arm))])
}
overall <- if ("overall" %in% preferences$criterion) "overall" else criteria_of(preferences)[1]
for (arm in arms) {
  path <- at("textOverlap", arm)
  recorded <- lengths_of_texts$case[lengths_of_texts$arm == physician]
  emit(paste0(path, ".cases"), sum(unique(lengths_of_texts$case[lengths_of_texts$arm == arm]) %in% recorded))
  met <- do.call(rbind, lapply(setdiff(arms, arm), function(other) {
    pairs <- net_benefit_pairs(as_planned(votes_between(preferences, arm, other, overall)))
    data.frame(couple = pairs$cluster, lead = overlap_of(arm, pairs$case) - overlap_of(other, pairs$case), vote = pairs$first)
  }))
  met <- met[!is.na(met$lead), ]
  if (NROW(met) == 0) next
  by_couple <- function(values) even(as.vector(tapply(values, met$couple, mean)))
  emit_tau(paste0(path, ".withPreference"), by_couple(met$lead), by_couple(met$vote))
}
