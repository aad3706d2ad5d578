// The words of role that stand beside a name ("against Japan", "中国は"), and which names form one
// list ("Poland, Hungary and Slovakia"). Who acts on whom is decided from them elsewhere.
#pragma once

#include "models/engine/annotate.h"

namespace chokepoint {

// Fills in `before`, `after` and `list` of the text's names; a text of no known language is left as
// it is.
void find_role_cues(AnnotatedText& t);

}  // namespace chokepoint
