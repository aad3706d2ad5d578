// chokepoint model: check, train and evaluate the model data; its other subjects stand in files of
// their own.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <CLI/CLI.hpp>

#include "models/engine/evaluate.h"
#include "models/engine/network_file.h"
#include "models/engine/train.h"
#include "models/engine/trees_file.h"
#include "tools/chokepoint/models_option.h"

namespace chokepoint::cli {
namespace {

struct GoldOption {
  std::vector<std::string> gold;   // ..._gold.jsonl, the articles beside each
  std::vector<std::string> learn;  // the same, to learn from only
  std::string part;
  std::string out;
  double l2 = 8.0;
  int rounds = 60, least = 2, misses = 0, folds = 0;
};

std::string articles_beside(const std::string& gold) {
  const auto at = gold.rfind("gold.jsonl");
  return at == std::string::npos ? gold : gold.substr(0, at) + "articles.jsonl";
}

// Absent: a file is missing or broken, and has been complained of.
std::optional<std::vector<GoldArticle>> load_or_complain(const std::vector<std::string>& paths,
                                                         const std::string& part,
                                                         Globals& globals) {
  std::vector<GoldArticle> all;
  for (const auto& path : paths) {
    auto some = load_gold(articles_beside(path), path, part);
    if (!some) {
      std::fprintf(stderr, "chokepoint: %s\n", some.error().line().c_str());
      globals.status = kUsage;
      return std::nullopt;
    }
    all.insert(all.end(), std::make_move_iterator(some->begin()),
               std::make_move_iterator(some->end()));
  }
  return all;
}

void add_gold_options(CLI::App* command, const std::shared_ptr<GoldOption>& o) {
  command
      ->add_option("--gold", o->gold,
                   "Label file *gold.jsonl; its *articles.jsonl stands beside it. May be repeated")
      ->required();
  command->add_option("--part", o->part,
                      "Only 'tune' or only 'held' (a fifth, kept aside by a hash of the id)");
  command->add_option("--learn", o->learn,
                      "Label file to learn from and measure nothing on, whatever its part. May be "
                      "repeated");
}

TrainOptions train_options(const GoldOption& o, std::vector<GoldArticle> lessons) {
  TrainOptions options;
  options.lessons = std::move(lessons);
  options.l2 = o.l2;
  options.rounds = o.rounds;
  options.least = o.least;
  if (o.folds > 1) options.folds = o.folds;
  return options;
}

void run_train(const GoldOption& o, Globals& globals) {
  const auto model = model_or_complain(globals);
  if (!model) return;
  const auto gold = load_or_complain(o.gold, o.part, globals);
  if (!gold || gold->empty()) return;
  auto lessons = load_or_complain(o.learn, "", globals);
  if (!lessons) return;
  auto options = train_options(o, std::move(*lessons));
  options.say = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  const auto trained = train(*model, *gold, options);
  const auto path = o.out.empty() ? model_folders(globals).back() + "/weights.tsv" : o.out;
  const auto beside = [&](const char* name) {
    return (std::filesystem::path{path}.parent_path() / name).string();
  };
  const auto write = [&](const std::string& to, auto write_into) {
    std::ofstream out(to);
    write_into(out);
    out.flush();
    if (out) {
      std::fprintf(stderr, "wrote %s\n", to.c_str());
    } else {
      std::fprintf(stderr, "chokepoint: %s: cannot write this file\n", to.c_str());
      globals.status = kBroken;
    }
  };
  write(path, [&](std::ostream& out) { write_weights(out, trained.weights); });
  write(beside("sentences.tsv"), [&](std::ostream& out) { write_network(out, trained.sentences); });
  write(beside("names.tsv"), [&](std::ostream& out) { write_network(out, trained.names); });
  write(beside("trees.tsv"), [&](std::ostream& out) { write_forests(out, trained.forests); });
}

void run_evaluate(const GoldOption& o, Globals& globals) {
  const auto model = model_or_complain(globals);
  if (!model) return;
  const auto gold = load_or_complain(o.gold, o.part, globals);
  if (!gold || gold->empty()) return;
  auto lessons = load_or_complain(o.learn, "", globals);
  if (!lessons) return;
  const auto report =
      o.folds > 1
          ? cross_validation_report(*model, *gold, train_options(o, std::move(*lessons)), o.misses)
          : evaluation_report(*model, *gold, o.misses);
  std::fputs(report.c_str(), stdout);
}

}  // namespace

void add_model(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("model", "Check, test, train and measure the model data");
  command->require_subcommand(1);
  auto* check = command->add_subcommand(
      "check", "Load the model strictly and say what is wrong, file:line:column");
  check->callback([&globals] {
    if (checked_model_or_complain(globals)) std::puts("the model is sound");
  });
  add_model_test(*command, globals);
  add_model_list(*command, globals);
  add_model_new(*command, globals);
  auto o = std::make_shared<GoldOption>();
  auto* train_command =
      command->add_subcommand("train",
                              "Fit the weights to labelled articles and write weights.tsv, and "
                              "sentences.tsv, names.tsv and trees.tsv beside it");
  add_gold_options(train_command, o);
  train_command->add_option("--out", o->out,
                            "Where to write (default: weights.tsv of the topmost model folder)");
  train_command->callback([o, &globals] { run_train(*o, globals); });
  const auto add_fit_options = [&o](CLI::App* c) {
    c->add_option("--l2", o->l2, "Strength of the penalty on large weights")->capture_default_str();
    c->add_option("--rounds", o->rounds, "Rounds of the fit, at most")->capture_default_str();
    c->add_option("--least", o->least, "Ignore features seen in fewer examples")
        ->capture_default_str();
  };
  add_fit_options(train_command);
  auto* evaluate_command = command->add_subcommand(
      "evaluate", "Precision, recall and F1 against labelled articles, with the misses");
  add_gold_options(evaluate_command, o);
  evaluate_command->add_option("--misses", o->misses, "Print this many misses");
  evaluate_command->add_option(
      "--folds", o->folds,
      "Fit anew in this many folds, and code each article with weights that never saw it");
  add_fit_options(evaluate_command);
  evaluate_command->callback([o, &globals] { run_evaluate(*o, globals); });
}

}  // namespace chokepoint::cli
