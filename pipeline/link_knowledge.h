// What the linker must know of types and items, taken from the model once.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace chokepoint {

class Model;

struct LinkKnowledge {
  struct Type {
    std::string family;   // types that reporters take for one another
    double severity = 5;  // 0 to 10
    bool eases = false;   // control_easing, trade_truce
    bool escalates = true;
    bool measure = true;  // can be eased: neither a protest nor what follows from a measure
    bool by_item =
        false;  // the item is part of the move's identity: a probe of wine is not a probe of barley
    bool mutual = false;   // either order of the parties is right
    bool at_once = false;  // happens without having been announced
    bool remedy = false;   // a probe of imports, or the duty that it may end in
  };
  std::unordered_map<std::string, Type> types;
  std::unordered_map<std::string, std::string> parents;  // dysprosium -> rare earths

  const Type& type(const std::string& id) const;  // an unknown type is a family of its own
  std::string family_of(const std::string& id) const;
  // The same item, or one under the other.
  bool related(const std::string& a, const std::string& b) const;

 private:
  bool under(const std::string& item, const std::string& ancestor) const;
};

LinkKnowledge link_knowledge(const Model& model);

}  // namespace chokepoint
