// The files a model is made of, and the hash that names them.
#pragma once

#include <string>
#include <vector>

namespace chokepoint {

// Of the names and bytes of all data files of the folders, as 16 hex digits.
std::string hash_of_model_files(const std::vector<std::string>& folders);

}  // namespace chokepoint
