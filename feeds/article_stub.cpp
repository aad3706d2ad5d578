#include "feeds/article_stub.h"

#include <array>
#include <string>

#include "models/core/fold.h"

namespace chokepoint {
namespace {

// Folded beginnings and phrases of walls. A short text that holds one is the wall, not the article.
constexpr std::array<std::string_view, 58> kWalls = {
    // paywalls
    "subscribe to continue", "subscribe to read", "to continue reading", "already a subscriber",
    "subscribers only", "this article is for subscribers", "for subscribers only",
    "sign in to read", "log in to read", "create a free account", "register to continue",
    "unlock this article", "jetzt weiterlesen", "weiterlesen mit", "nur fur abonnenten",
    "mit abo lesen", "dieser artikel ist kostenpflichtig", "artikel freischalten",
    "reserve aux abonnes", "cet article est reserve", "il vous reste", "deja abonne",
    "abonnez-vous", "exclusivo para suscriptores", "suscribete para", "solo para suscriptores",
    "contenido exclusivo", "доступно по подписке", "только для подписчиков", "оформите подписку",
    "この記事は有料会員", "有料会員限定", "会員限定", "残り", "続きを読む", "유료 회원",
    "구독자 전용", "로그인 후", "付费阅读", "订阅后", "登录后", "本文为付费",
    // consent and bot walls
    "accept cookies", "accept all cookies", "we value your privacy", "cookies akzeptieren",
    "cookies zustimmen", "mit werbung und tracking", "accepter les cookies", "aceptar cookies",
    "enable javascript", "javascript is disabled", "checking your browser", "verify you are human",
    "are you a robot", "access denied", "unusual traffic", "just a moment"};

constexpr std::size_t kShort = 900;  // bytes: a wall is no longer, with the teaser above it
constexpr std::size_t kEmpty = 120;

}  // namespace

bool is_stub(std::string_view text, const Metadata& metadata) {
  if (text.size() < kEmpty) return true;
  if (text.size() > kShort * (metadata.for_subscribers ? 2 : 1)) return false;
  if (metadata.for_subscribers) return true;
  const auto folded = fold_text(std::string(text) + "\n" + metadata.title);
  for (const auto wall : kWalls) {
    if (folded.find(fold_text(wall)) != std::string::npos) return true;
  }
  return false;
}

}  // namespace chokepoint
