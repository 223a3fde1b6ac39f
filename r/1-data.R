# Recomputes every number of a Bedside analysis with R's own functions.
#
#   Rscript recompute.R [folder]
#
# Reads the CSV files beside it (codebook.csv says what is in them), computes each number of expected.csv again, prints
# what was compared, writes recomputed.csv and ends with status 1 when one number deviates by more than its tolerance, or
# when one was not computed. Base R only. It was written from the methods' definitions, not from Bedside's code.

suppressWarnings(RNGkind("Mersenne-Twister", "Inversion", "Rejection"))
folder <- local({
  given <- commandArgs(trailingOnly = TRUE)
  file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
  if (length(given) > 0) given[1] else if (length(file) > 0) dirname(file[1]) else "."
})
invisible(Sys.setlocale("LC_COLLATE", "C"))

read_table <- function(name) {
  read.csv(file.path(folder, name), colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
}

expected <- read_table("expected.csv")
ours <- setNames(as.numeric(expected$value), expected$id)

settings <- read_table("settings.csv")
setting <- function(name) settings$value[settings$name == name]
alpha <- as.numeric(setting("alpha"))
level <- as.numeric(setting("level"))
resamples <- as.numeric(setting("resamples"))
ties <- setting("ties")
fewest_raters <- if (length(setting("fewest_raters"))) as.numeric(setting("fewest_raters")) else 8
scale_limits <- if (length(setting("scale"))) as.numeric(setting("scale")) else c(1, 5)
places <- scale_limits[2] - scale_limits[1] + 1
arms <- setting("arm")
reviewed <- setting("reviewed_arm")
layers <- setting("layer")
physician <- setting("physician")

# Draws of this script: its own seed, and no fewer of them than the analysis had.
own_draws <- max(20000, resamples)
set.seed(20251118)

hypotheses <- read_table("hypotheses.csv")
hypotheses$margin <- as.numeric(hypotheses$margin)

outcomes <- read_table("outcomes.csv")
for (column in c("agrees", "within_rules", "plan")) outcomes[[column]] <- as.numeric(outcomes[[column]])
outcomes <- outcomes[order(outcomes$case), ]
outcome_cells <- split(outcomes, paste(outcomes$arm, outcomes$layer, sep = "\r"))
study_cases <- unique(outcomes[c("case", "couple", "stratum")])

# One column of one arm at one layer, named by case.
outcome_of <- function(arm, layer, column) {
  cell <- outcome_cells[[paste(arm, layer, sep = "\r")]]
  if (is.null(cell)) return(setNames(numeric(0), character(0)))
  setNames(cell[[column]], cell$case)
}

read_lines <- function(name) {
  lines <- read_table(name)
  lines$repeat_ <- lines[["repeat"]] == "1"
  lines$excluded <- lines$excluded == "1"
  lines[order(lines$case, lines$rater), ]
}
all_ratings <- read_lines("ratings.csv")
all_ratings$score <- as.numeric(all_ratings$score)
all_preferences <- read_lines("preferences.csv")
all_guesses <- read_lines("guesses.csv")
kept <- function(lines) lines[!lines$excluded, , drop = FALSE]
of_clinicians <- function(lines) lines[lines$rater_kind == "clinician", , drop = FALSE]
first_given <- function(lines) lines[!lines$repeat_, , drop = FALSE]
ratings <- first_given(of_clinicians(kept(all_ratings)))
preferences <- first_given(of_clinicians(kept(all_preferences)))
guesses <- first_given(of_clinicians(kept(all_guesses)))
criteria_of <- function(lines) sort(unique(lines$criterion))

couple_table <- unique(rbind(
  outcomes[c("case", "couple")], all_ratings[c("case", "couple")],
  all_preferences[c("case", "couple")], all_guesses[c("case", "couple")]
))
couple_of <- setNames(couple_table$couple, couple_table$case)

every_pair <- function(items) {
  if (length(items) < 2) return(list())
  combn(length(items), 2, function(pair) items[pair], simplify = FALSE)
}

# What was computed: name, value, and the tolerance of random draws (NA where nothing was drawn).
found <- new.env()
found$id <- character(0)
found$value <- numeric(0)
found$tolerance <- numeric(0)
emit <- function(id, value, tolerance = NA) {
  if (is.null(value) || length(value) == 0) return(invisible())
  place <- length(found$id) + seq_along(value)
  found$id[place] <- id
  found$value[place] <- as.numeric(value)
  found$tolerance[place] <- tolerance
  invisible()
}
# A list of values below one path.
emit_all <- function(path, values) {
  for (name in names(values)) if (length(values[[name]]) == 1) emit(paste0(path, ".", name), values[[name]])
}
emit_row <- function(path, values) emit(paste0(path, "[", seq_along(values), "]"), values)
at <- function(name, ...) paste0(name, "[", paste(c(...), collapse = ","), "]")
